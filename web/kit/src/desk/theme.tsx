/** Ant Design in our colours, language and with the page's nonce, for console and till. */

import { App, ConfigProvider, theme as antd, type ThemeConfig } from "antd";
import en from "antd/locale/en_US";
import zh from "antd/locale/zh_CN";
import type { ReactNode } from "react";
import { useLook } from "../scheme.tsx";
import { FONT, FONT_CODE, type Palette, type Scheme } from "../tokens.ts";

/** Return the nonce that this page's style tags may carry. */
function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? "";
}

/** Let style tags that antd's parts make without asking for the nonce carry it too. */
function lendNonce(): void {
  const nonce = styleNonce();
  const make = document.createElement.bind(document);
  const lent = (name: string, options?: ElementCreationOptions) => {
    const made = make(name, options);
    if (name.toLowerCase() === "style") made.nonce = nonce;
    return made;
  };
  document.createElement = lent as typeof document.createElement;
}
lendNonce();

function themeOf(palette: Palette, scheme: Scheme, height: 32 | 48): ThemeConfig {
  const { tones } = palette;
  return {
    algorithm: scheme === "dark" ? antd.darkAlgorithm : antd.defaultAlgorithm,
    token: {
      colorPrimary: tones.primary.ink,
      colorPrimaryBg: tones.primary.tint,
      colorPrimaryBgHover: tones.primary.tint,
      colorInfo: tones.info.ink,
      colorSuccess: tones.success.ink,
      colorWarning: tones.warning.ink,
      colorError: tones.danger.ink,
      colorLink: tones.primary.ink,
      colorTextBase: palette.text,
      colorText: palette.text,
      colorTextSecondary: palette.text2,
      colorTextTertiary: palette.text3,
      colorTextDescription: palette.text2,
      colorTextPlaceholder: palette.text3,
      colorTextDisabled: palette.text3,
      colorTextHeading: palette.text,
      colorTextLightSolid: palette.onPrimary,
      colorBgLayout: palette.page,
      colorBgContainer: palette.surface,
      colorBgElevated: palette.raised,
      colorBorder: palette.control,
      colorBorderSecondary: palette.border,
      colorSplit: palette.border,
      fontFamily: FONT,
      fontFamilyCode: FONT_CODE,
      fontSize: height === 48 ? 16 : 14,
      fontWeightStrong: 600,
      controlHeight: height,
      borderRadius: 4,
      borderRadiusLG: 8,
      motionDurationSlow: "0.2s",
      motion: !matchMedia("(prefers-reduced-motion: reduce)").matches,
      wireframe: false,
    },
    components: {
      Table: { cellPaddingBlock: 9, cellPaddingInline: 12, headerColor: palette.text2, rowSelectedBg: tones.primary.tint, rowSelectedHoverBg: tones.primary.tint },
      Menu: {
        itemHeight: 36,
        itemMarginBlock: 2,
        itemSelectedColor: tones.primary.ink,
        itemSelectedBg: tones.primary.tint,
      },
      Button: { primaryShadow: "none", defaultShadow: "none", dangerShadow: "none" },
      Tag: { defaultColor: palette.text2 },
    },
  };
}

/** Dress the pages below; `height` of controls is 32 in the console, 48 at the till. */
export function DeskTheme({ height = 32, children }: { height?: 32 | 48; children: ReactNode }) {
  const { language, scheme, palette } = useLook();
  return (
    <ConfigProvider
      locale={language === "en" ? en : zh}
      theme={themeOf(palette, scheme, height)}
      csp={{ nonce: styleNonce() }}
      button={{ autoInsertSpace: false }}
    >
      <App>{children}</App>
    </ConfigProvider>
  );
}
