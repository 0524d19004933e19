/** The colours, sizes and typefaces of every page; pages use names, never values. */

export type Tone = "primary" | "danger" | "warning" | "success" | "info";
export type Scheme = "light" | "dark";

export interface Palette {
  page: string;
  surface: string;
  raised: string;
  text: string;
  text2: string;
  text3: string;
  border: string;
  control: string;
  onPrimary: string;
  tones: Record<Tone, { ink: string; tint: string }>;
  charts: readonly string[];
  steps: readonly string[];
}

const STEPS = ["#DCEFEC", "#A5D3CB", "#67B0A5", "#2F8A7E", "#0B6B5F", "#063F38"] as const;

export const PALETTES: Record<Scheme, Palette> = {
  light: {
    page: "#F5F6F7",
    surface: "#FFFFFF",
    raised: "#FFFFFF",
    text: "#1A1D21",
    text2: "#4B525B",
    text3: "#666D76",
    border: "#D5D9DE",
    control: "#838A93",
    onPrimary: "#FFFFFF",
    tones: {
      primary: { ink: "#0B6B5F", tint: "#E3F2EF" },
      danger: { ink: "#B3261E", tint: "#FCEBEA" },
      warning: { ink: "#8A5100", tint: "#FDF1DF" },
      success: { ink: "#1F6B35", tint: "#E6F3E9" },
      info: { ink: "#1F5FA8", tint: "#E7F0FA" },
    },
    charts: ["#2662AF", "#D46F03", "#10A09D", "#620153", "#58520E"],
    steps: STEPS,
  },
  dark: {
    page: "#111417",
    surface: "#1A1E22",
    raised: "#23282D",
    text: "#E8EAED",
    text2: "#B4BAC2",
    text3: "#949CA6",
    border: "#363C43",
    control: "#737B85",
    onPrimary: "#06231F",
    tones: {
      primary: { ink: "#4FC3AF", tint: "#16332F" },
      danger: { ink: "#FF8A80", tint: "#3A1C1A" },
      warning: { ink: "#F2B45C", tint: "#35270F" },
      success: { ink: "#7CCB8F", tint: "#16301D" },
      info: { ink: "#85B8F0", tint: "#172A40" },
    },
    charts: ["#71B6FF", "#E48B40", "#45F5E7", "#A37797", "#FCD35F"],
    steps: STEPS,
  },
};

export const FONT =
  '-apple-system, BlinkMacSystemFont, "Segoe UI Variable Text", "Segoe UI", Roboto, "PingFang SC", ' +
  '"HarmonyOS Sans SC", MiSans, "Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", ' +
  '"Noto Sans SC", "Source Han Sans SC", sans-serif';
export const FONT_CODE =
  'ui-monospace, Menlo, "Cascadia Mono", Consolas, "Noto Sans Mono CJK SC", "Noto Sans SC", monospace';

/** Return the luminance of a colour such as `#0B6B5F` (WCAG 2.2, relative luminance). */
function luminance(colour: string): number {
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  const [r = 0, g = 0, b = 0] = parts.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Return the contrast of two colours, 1 to 21 (WCAG 2.2, contrast ratio). */
export function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** Return white or ink, whichever is easier to read on a colour of the merchant's. */
export function inkOn(colour: string): string {
  return contrast(colour, "#FFFFFF") >= contrast(colour, "#1A1D21") ? "#FFFFFF" : "#1A1D21";
}

/** Return the palette as CSS custom properties: `--lk-text-2`, `--lk-primary-tint`. */
export function variables(palette: Palette): Record<string, string> {
  const { tones, charts, steps, text2, text3, onPrimary, ...plain } = palette;
  const found: Record<string, string> = {
    ...plain,
    "text-2": text2,
    "text-3": text3,
    "on-primary": onPrimary,
  };
  for (const [name, tone] of Object.entries(tones)) {
    found[name] = tone.ink;
    found[`${name}-tint`] = tone.tint;
  }
  charts.forEach((colour, at) => (found[`chart-${at + 1}`] = colour));
  steps.forEach((colour, at) => (found[`step-${at + 1}`] = colour));
  return Object.fromEntries(Object.entries(found).map(([key, value]) => [`--lk-${key}`, value]));
}
