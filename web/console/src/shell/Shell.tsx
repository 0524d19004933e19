import { useWide } from "@liuke/kit/desk/wide.ts";
import { MeIs, useSignedIn } from "@liuke/kit/me.tsx";
import { ProblemNote, Waiting } from "@liuke/kit/notes.tsx";
import { kitWords } from "@liuke/kit/kit.words.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Drawer } from "antd";
import { lazy, Suspense, useState } from "react";
import { Outlet, useLocation } from "react-router";
import { Bar } from "./Bar.tsx";
import { Keys } from "./Keys.tsx";
import { ScopeTold, type Scope } from "./scope.ts";
import { SideMenu } from "./SideMenu.tsx";
import { shellWords } from "./shell.words.ts";
import { StoreSwitch } from "./StoreSwitch.tsx";

const HelpDrawer = lazy(() => import("../pages/help/HelpDrawer.tsx"));
const FOLDED = "liuke.menu.folded";

/** The frame of every page: menu, top bar, and who is signed in. */
export function Shell() {
  const signedIn = useSignedIn();
  const say = useWords(shellWords);
  const kit = useWords(kitWords);
  const wide = useWide();
  const [folded, setFolded] = useState(localStorage.getItem(FOLDED) === "1");
  const [open, setOpen] = useState(false);
  const [keys, showKeys] = useState(false);
  const [help, showHelp] = useState(false);
  const [scope, scopeTo] = useState<Scope | null>(null);
  const { pathname } = useLocation();

  if (signedIn.data === undefined) {
    if (signedIn.error && signedIn.error.status !== 401) {
      return <ProblemNote of={signedIn.error} onRetry={() => void signedIn.refetch()} />;
    }
    return <Waiting rows={4} />;
  }
  const fold = () => {
    localStorage.setItem(FOLDED, folded ? "0" : "1");
    setFolded(!folded);
  };
  return (
    <MeIs me={signedIn.data}>
      <a className="skip" href="#content">
        {kit.skip}
      </a>
      <div className={wide && !folded ? "shell" : wide ? "shell shell-folded" : "shell shell-phone"}>
        {wide && (
          <nav className="side" aria-label={say.menu}>
            <SideMenu folded={folded} onFold={fold} />
          </nav>
        )}
        <Bar onMenu={wide ? undefined : () => setOpen(true)} onKeys={() => showKeys(true)} onHelp={() => showHelp(true)} scope={scope} />
        <main id="content" className="content" key={pathname.split("/")[1]} tabIndex={-1}>
          {!wide && scope && <div className="content-store"><StoreSwitch scope={scope} /></div>}
          <ScopeTold value={scopeTo}>
            <Outlet />
          </ScopeTold>
        </main>
      </div>
      {!wide && (
        <Drawer open={open} onClose={() => setOpen(false)} placement="left" size={248} title={say.menu}>
          <SideMenu folded={false} onGo={() => setOpen(false)} />
        </Drawer>
      )}
      <Keys shown={keys} onShow={showKeys} />
      {help && (
        <Suspense>
          <HelpDrawer onKeys={() => showKeys(true)} onClose={() => showHelp(false)} />
        </Suspense>
      )}
    </MeIs>
  );
}
