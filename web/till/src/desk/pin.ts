/**
 * The guide's short PIN: it locks the counter between two people, with or without a network.
 *
 * It keeps guests and colleagues out of somebody's session, not an attacker who owns the device: the
 * server's own sign-in stands behind it. What is kept is a salted hash, for each sign-in of this device.
 */

import { Stored } from "./stored.ts";

const ROUNDS = 200_000;
export const TRIES_MOST = 5;
export const PIN = /^\d{4,8}$/;

interface Kept {
  salt: string;
  hash: string;
}
interface Locked {
  at: string;
  wrong: number;
}

/** Since when the counter is locked, and how often a wrong PIN was tried; null when it is open. */
export const locked = new Stored<Locked | null>("liuke.till.locked", () => null);

/** The PINs of this device, by sign-in. */
export const pins = new Stored<Record<string, Kept>>("liuke.till.pins", () => ({}));

/** Return whether somebody has a PIN on this device. */
export function hasPin(who: string): boolean {
  return pins.value[who] !== undefined;
}

async function hashOf(pin: string, salt: string): Promise<string> {
  const bytes = new TextEncoder();
  const key = await crypto.subtle.importKey("raw", bytes.encode(pin), "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes.encode(salt), iterations: ROUNDS };
  const made = new Uint8Array(await crypto.subtle.deriveBits(how, key, 256));
  return Array.from(made, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Give somebody a PIN on this device. */
export async function choosePin(who: string, pin: string): Promise<void> {
  const salt = crypto.randomUUID();
  const hash = await hashOf(pin, salt);
  pins.change((all) => ({ ...all, [who]: { salt, hash } }));
}

/** Take somebody's PIN off this device. */
export function dropPin(who: string): void {
  pins.change(({ [who]: _gone, ...rest }) => rest);
}

/** Lock the counter; what lies on it stays, also through a reload. */
export function lock(): void {
  if (locked.value === null) locked.set({ at: new Date().toISOString(), wrong: 0 });
}

/** Open the counter again. */
export function unlock(): void {
  locked.set(null);
}

/** Try a PIN: open the counter when it is right; false when it is wrong or was wrong too often. */
export async function tryPin(who: string, pin: string): Promise<boolean> {
  const now = locked.value;
  const kept = pins.value[who];
  if (now === null || kept === undefined || now.wrong >= TRIES_MOST) return false;
  locked.set({ ...now, wrong: now.wrong + 1 }); // counted first: a reload in between is no new chance
  if ((await hashOf(pin, kept.salt)) !== kept.hash) return false;
  unlock();
  return true;
}
