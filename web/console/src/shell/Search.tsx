import { call, type Answer } from "@liuke/kit/call.ts";
import { NothingFound } from "@liuke/kit/desk/NothingFound.tsx";
import { useMe } from "@liuke/kit/me.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useQuery } from "@tanstack/react-query";
import { AutoComplete, Input } from "antd";
import { useDeferredValue, useEffect, useState } from "react";
import { useNavigate } from "react-router";
import { menuFor } from "./menu.ts";
import { shellWords } from "./shell.words.ts";

type Found = Answer<"POST /v1/searches">;

/** One box for everything: members, orders, coupons and pages; Ctrl K or `/` opens it. */
export function Search() {
  const say = useWords(shellWords);
  const me = useMe();
  const go = useNavigate();
  const [text, setText] = useState("");
  const asked = useDeferredValue(text.trim());
  const found = useQuery<Found>({
    queryKey: ["search", asked],
    enabled: asked.length >= 2,
    queryFn: ({ signal }) => call("POST /v1/searches", { body: { text: asked }, signal }),
  });

  useEffect(() => {
    const open = (event: KeyboardEvent) => {
      if (event.key !== "k" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      document.querySelector<HTMLInputElement>("#search")?.focus();
    };
    addEventListener("keydown", open);
    return () => removeEventListener("keydown", open);
  }, []);

  const pages = menuFor(me.permissions)
    .flatMap((group) => group.entries)
    .filter((entry) => asked && say[entry.word].toLowerCase().includes(asked.toLowerCase()))
    .map((entry) => ({ value: entry.path, label: say[entry.word] }));
  const members = (found.data?.members ?? []).map((member) => ({
    value: `/members/${member.id}`,
    label: `${member.name || "—"}　${member.phone}`,
  }));
  const orders = (found.data?.orders ?? []).map((order) => ({
    value: `/orders/${order.id}`,
    label: `${order.external_id}　${order.business_on}`,
  }));
  const groups = [
    { label: say.members, options: members },
    { label: say.orders, options: orders },
    { label: say.pages, options: pages },
  ].filter((group) => group.options.length > 0);
  return (
    <AutoComplete
      className="bar-search"
      value={text}
      options={groups}
      onSearch={setText}
      onSelect={(path: string) => {
        setText("");
        void go(path);
      }}
      defaultActiveFirstOption
      notFoundContent={asked.length < 2 ? null : <NothingFound asked={found} none={say.noMatch} />}
    >
      <Input id="search" type="search" placeholder={say.search} aria-label={say.searchHint} allowClear />
    </AutoComplete>
  );
}
