/** A page left open over an upgrade asks for parts that are gone: load it anew, once. */

const KEY = "liuke.upgraded";
const PAUSE_MS = 60_000;

/** Load the document again, where there is somebody to load it from: without a line what stands stays. */
export function loadAnew(): void {
  fetch("/health", { cache: "no-store" }).then(
    () => location.reload(),
    () => undefined,
  );
}

/** What the server has for the page that runs: the build it runs, another one, or no answer. */
export type Served = "same" | "other" | "silent";

/** Ask which build of this page the server has now. */
export async function servedNow(): Promise<Served> {
  const running = document.querySelector("script[type=module][src]")?.getAttribute("src") ?? "";
  try {
    const answer = await fetch(location.pathname, { cache: "no-store", headers: { Accept: "text/html" } });
    if (!answer.ok) return "silent";
    return (await answer.text()).includes(running) ? "same" : "other";
  } catch {
    return "silent";
  }
}

/** Load the document again when a part of it is missing; never twice in a minute. */
export function followUpgrades(): void {
  addEventListener("vite:preloadError", () => {
    const last = Number(sessionStorage.getItem(KEY) ?? 0);
    if (Date.now() - last < PAUSE_MS) return;
    sessionStorage.setItem(KEY, String(Date.now()));
    loadAnew();
  });
}
