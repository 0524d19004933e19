/** What this device is set to: its scanner, its printer, when it locks. */

import { Cell } from "./cell.ts";

export interface Device {
  /** How far apart a scanner's keys may be; a hand is slower. */
  apart_ms: number;
  /** Minutes without a key or a touch after which it locks; 0 never does. */
  idle_minutes: number;
  /** Width of the receipt paper. */
  paper_mm: 58 | 80;
}

export const APART_LEAST = 20;
export const APART_MOST = 50;
const KEY = "liuke.till.device_set";
const PLAIN: Device = { apart_ms: 30, idle_minutes: 5, paper_mm: 80 };

function kept(): Device {
  const text = localStorage.getItem(KEY);
  return text === null ? PLAIN : { ...PLAIN, ...(JSON.parse(text) as Partial<Device>) };
}

export const device = new Cell<Device>(kept());

/** Change a setting of this device. */
export function setDevice(changes: Partial<Device>): void {
  const changed = { ...device.value, ...changes };
  localStorage.setItem(KEY, JSON.stringify(changed));
  device.set(changed);
}
