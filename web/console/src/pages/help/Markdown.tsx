import { createContext, Fragment, useContext, type ReactNode } from "react";
import { Link } from "react-router";
import { guideOf, type GuideCode } from "./guides.ts";
import { read, spansOf, type Block, type Span } from "./markdown.ts";

/** How a guide that another one names is reached, where it does not have a page of its own. */
export const Onward = createContext<((guide: GuideCode) => void) | null>(null);

interface Props {
  text: string;
  /** The level of its first heading: 1 on a page of its own, 2 beside a page. */
  top: 1 | 2;
}

/** Show a guide; its parts never change while it stands, so that each goes by its place. */
export function Markdown({ text, top }: Props) {
  return read(text).map((block, at) => (
    // oxlint-disable-next-line react/no-array-index-key -- see above
    <Part key={at} of={block} top={top} />
  ));
}

function Part({ of, top }: { of: Block; top: 1 | 2 }) {
  const spans = (text: string) => <Spans of={spansOf(text)} />;
  switch (of.kind) {
    case "heading": {
      const Heading = `h${Math.min(4, of.level + top - 1)}` as "h1" | "h2" | "h3" | "h4";
      return <Heading>{spans(of.text)}</Heading>;
    }
    case "code":
      return (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by keys
        <pre tabIndex={0}><code>{of.text}</code></pre>
      );
    case "list": {
      const List = of.ordered ? "ol" : "ul";
      return <List>{of.items.map((one) => <li key={one}>{spans(one)}</li>)}</List>;
    }
    case "table":
      return (
        <table>
          <thead>
            <tr>{of.head.map((one, at) => <th key={`${at} ${one}`} scope="col">{spans(one)}</th>)}</tr>
          </thead>
          <tbody>
            {of.rows.map((row) => (
              <tr key={row.join("|")}>{row.map((one, at) => <td key={`${at} ${one}`}>{spans(one)}</td>)}</tr>
            ))}
          </tbody>
        </table>
      );
    case "text":
      return <p>{spans(of.text)}</p>;
  }
}

function Spans({ of }: { of: readonly Span[] }) {
  return of.map((span, at) => (
    // oxlint-disable-next-line react/no-array-index-key -- see above
    <Fragment key={at}>{shown(span)}</Fragment>
  ));
}

function shown(span: Span): ReactNode {
  switch (span.kind) {
    case "plain":
      return span.text;
    case "code":
      return <code>{span.text}</code>;
    case "strong":
      return <strong><Spans of={span.spans} /></strong>;
    case "soft":
      return <em><Spans of={span.spans} /></em>;
    case "link":
      return <Reference to={span.to}><Spans of={span.spans} /></Reference>;
  }
}

function Reference({ to, children }: { to: string; children: ReactNode }) {
  const go = useContext(Onward);
  if (/^https?:/.test(to)) return <a href={to} target="_blank" rel="noreferrer">{children}</a>;
  const guide = guideOf(to.replace(/(\.zh-CN)?\.md(#.*)?$/, ""));
  // What stands in the source alone has no page here.
  if (!guide) return children;
  if (go) return <button type="button" className="lk-link" onClick={() => go(guide)}>{children}</button>;
  return <Link to={`/help/${guide}`}>{children}</Link>;
}
