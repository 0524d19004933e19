import { useWords } from "@liuke/kit/scheme.tsx";
import { Link, useParams } from "react-router";
import { Guide } from "./Guide.tsx";
import { GUIDES, guideOf } from "./guides.ts";
import "./help.css";
import { helpWords } from "./help.words.ts";

/** The guides, one to a page; without one the list of them. */
export default function Help() {
  const say = useWords(helpWords);
  const { guide = "" } = useParams();
  const code = guideOf(guide);
  if (!code) return <AllGuides />;
  return (
    <section className="page help-one">
      <Link to="/help">{`‹ ${say.all}`}</Link>
      <Guide code={code} top={1} />
    </section>
  );
}

function AllGuides() {
  const say = useWords(helpWords);
  return (
    <section className="page">
      <h1>{say.all}</h1>
      <ul className="help-guides">
        {GUIDES.map((one) => (
          <li key={one}>
            <Link to={`/help/${one}`}>{say[one]}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
