import { useAddress } from "@liuke/kit/desk/address.ts";
import { useMe } from "@liuke/kit/me.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useEveryStore } from "@liuke/kit/stores.ts";
import { Select } from "antd";
import { keepStore, type Scope } from "./scope.ts";
import { shellWords } from "./shell.words.ts";

/** The store that the page is about, among those one works for; who works for one has nothing to choose. */
export function StoreSwitch({ scope }: { scope: Scope }) {
  const say = useWords(shellWords);
  const { stores: mine } = useMe();
  const { get, set } = useAddress();
  const every = useEveryStore().data ?? [];
  const own = mine === null ? every : every.filter((one) => mine.includes(one.id));
  if (own.length < 2) return null;
  const choose = (wanted: string) => {
    keepStore(own.find((one) => one[scope.by] === wanted)?.id ?? "");
    set({ [scope.name]: wanted }, { push: true });
  };
  return (
    <Select
      className="bar-store"
      aria-label={say.storeShown}
      showSearch={{ optionFilterProp: "label" }}
      popupMatchSelectWidth={false}
      value={get(scope.name)}
      onChange={choose}
      options={[{ value: "", label: say.allStores }, ...own.map((one) => ({ value: one[scope.by], label: one.name }))]}
    />
  );
}
