/** What this device is set to: its scanner, its printer, when it locks. */

import { Stored } from "./stored.ts";

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
const PLAIN: Device = { apart_ms: 30, idle_minutes: 5, paper_mm: 80 };

export const device = new Stored<Device>("liuke.till.device_set", () => PLAIN);

/** Change a setting of this device. */
export function setDevice(changes: Partial<Device>): void {
  device.change((now) => ({ ...PLAIN, ...now, ...changes }));
}
