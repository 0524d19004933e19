import { useAsk } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { NothingFound } from "@liuke/kit/desk/NothingFound.tsx";
import { phone, shortId } from "@liuke/kit/formats.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { AutoComplete, Input } from "antd";
import { useDeferredValue, useState } from "react";
import { privacyWords } from "./privacy.words.ts";

export type FoundMember = Answer<"POST /v1/searches">["members"][number];

interface FindProps {
  label: string;
  /** Never offered: the member whose page this is. */
  without: string;
  onFound: (member: FoundMember) => void;
}

/** Find another member by phone, last four, card or name. */
export function FindMember({ label, without, onFound }: FindProps) {
  const say = useWords(privacyWords);
  const [text, setText] = useState("");
  const asked = useDeferredValue(text.trim());
  const found = useAsk("POST /v1/searches", { body: { text: asked } }, { enabled: asked.length >= 2 });
  const members = asked.length < 2 ? [] : (found.data?.members ?? []).filter((one) => one.id !== without);
  return (
    <AutoComplete
      className="member-find"
      value={text}
      onSearch={setText}
      options={members.map((one) => ({ value: one.id, label: `${one.name || shortId(one.id)}　${phone(one.phone)}` }))}
      onSelect={(id: string) => {
        const one = members.find((member) => member.id === id);
        setText(one ? `${one.name || shortId(one.id)} ${phone(one.phone)}` : "");
        if (one) onFound(one);
      }}
      notFoundContent={asked.length < 2 ? null : <NothingFound asked={found} none={say.none} />}
    >
      <Input aria-label={label} placeholder={say.search} />
    </AutoComplete>
  );
}
