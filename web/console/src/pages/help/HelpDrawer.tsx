import { useFocusBack } from "@liuke/kit/desk/focus.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Drawer } from "antd";
import { useState } from "react";
import { Link, useLocation } from "react-router";
import { Guide } from "./Guide.tsx";
import { GUIDES, guideFor } from "./guides.ts";
import { helpWords } from "./help.words.ts";
import { Onward } from "./Markdown.tsx";

interface Props {
  onKeys: () => void;
  onClose: () => void;
}

/** The guide to the page that is open, beside it; the others and the keys one step away. */
export default function HelpDrawer({ onKeys, onClose }: Props) {
  const say = useWords(helpWords);
  useFocusBack();
  const { pathname } = useLocation();
  const [code, show] = useState(() => guideFor(pathname));
  const keys = () => {
    onClose();
    onKeys();
  };
  return (
    <Drawer open title={say.title} size={560} onClose={onClose}>
      <div className="help">
        <div className="page-acts">
          <Button onClick={keys}>{say.keys}</Button>
          <Link className="help-page" to={`/help/${code}`} onClick={onClose}>{say.wholePage}</Link>
        </div>
        <Onward value={show}>
          <Guide code={code} top={2} />
        </Onward>
        <nav aria-label={say.others}>
          <h2>{say.others}</h2>
          <ul className="help-guides">
            {GUIDES.filter((one) => one !== code).map((one) => (
              <li key={one}>
                <button type="button" className="lk-link" onClick={() => show(one)}>{say[one]}</button>
              </li>
            ))}
          </ul>
        </nav>
      </div>
    </Drawer>
  );
}
