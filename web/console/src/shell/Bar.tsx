import { BulbOutlined, GlobalOutlined, MenuOutlined, QuestionCircleOutlined, UserOutlined } from "@ant-design/icons";
import { useAct } from "@liuke/kit/ask.ts";
import { useMe } from "@liuke/kit/me.tsx";
import { useLook, useWords } from "@liuke/kit/scheme.tsx";
import { Button, Dropdown } from "antd";
import { useNavigate } from "react-router";
import type { Scope } from "./scope.ts";
import { Search } from "./Search.tsx";
import { shellWords } from "./shell.words.ts";
import { StoreSwitch } from "./StoreSwitch.tsx";

interface Props {
  /** Opens the menu, where it does not stand beside the page. */
  onMenu: (() => void) | undefined;
  onKeys: () => void;
  onHelp: () => void;
  /** What the store switch scopes; on a phone it stands above the page. */
  scope: Scope | null;
}

/** The top bar: search, store, language, colours, help and account; the menu's button on phones. */
export function Bar({ onMenu, onKeys, onHelp, scope }: Props) {
  const say = useWords(shellWords);
  const { language, setLanguage, choice, setChoice } = useLook();
  const me = useMe();
  const go = useNavigate();
  const leave = useAct("DELETE /v1/sessions/current", { onDone: () => location.assign("/console/sign-in") });
  return (
    <header className="bar">
      {onMenu && <Button type="text" icon={<MenuOutlined />} aria-label={say.menu} onClick={onMenu} />}
      <Search />
      {!onMenu && scope && <StoreSwitch scope={scope} />}
      <span className="bar-space" />
      <Button
        type="text"
        icon={<GlobalOutlined />}
        aria-label={say.language}
        onClick={() => setLanguage(language === "en" ? "zh-CN" : "en")}
      >
        <span className="bar-word">{say.language}</span>
      </Button>
      <Dropdown
        trigger={["click"]}
        menu={{
          selectable: true,
          selectedKeys: [choice],
          items: (["auto", "light", "dark"] as const).map((key) => ({ key, label: say[key] })),
          onClick: ({ key }) => setChoice(key as "auto" | "light" | "dark"),
        }}
      >
        <Button type="text" icon={<BulbOutlined />} aria-label={say.scheme} />
      </Dropdown>
      <Button type="text" icon={<QuestionCircleOutlined />} aria-label={say.help} onClick={onHelp} />
      <Dropdown
        trigger={["click"]}
        menu={{
          items: [
            { key: "account", label: say.account, onClick: () => void go("/account") },
            { key: "keys", label: say.keysTitle, onClick: onKeys },
            { key: "leave", label: say.signOut, onClick: () => leave.mutate({}) },
          ],
        }}
      >
        <Button type="text" icon={<UserOutlined />} aria-label={`${say.account} ${me.name}`}>
          <span className="bar-word">{me.name}</span>
        </Button>
      </Dropdown>
    </header>
  );
}
