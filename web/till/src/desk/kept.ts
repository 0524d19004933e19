/** What the till keeps on this device: goods, the snapshot's head, sales that wait. */

const NAME = "liuke-till";
const VERSION = 1;
export type Shelf = "goods" | "heads" | "queue";
const SHELVES: Record<Shelf, string> = { goods: "sku", heads: "name", queue: "number" };

let opened: Promise<IDBDatabase> | null = null;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, VERSION);
    asked.addEventListener("upgradeneeded", () => {
      for (const [shelf, key] of Object.entries(SHELVES)) {
        asked.result.createObjectStore(shelf, { keyPath: key });
      }
    });
    asked.addEventListener("success", () => resolve(asked.result));
    asked.addEventListener("error", () => reject(asked.error ?? new Error("this device keeps nothing")));
  });
  return opened;
}

/** Return everything on a shelf. */
export async function allOf<T>(shelf: Shelf): Promise<T[]> {
  const database = await open();
  return new Promise((resolve, reject) => {
    const asked = database.transaction(shelf).objectStore(shelf).getAll();
    asked.addEventListener("success", () => resolve(asked.result as T[]));
    asked.addEventListener("error", () => reject(asked.error ?? new Error(shelf)));
  });
}

/** Put things on a shelf, all or none; `instead` clears it first. Resolves once they are on disk. */
export async function put(shelf: Shelf, things: readonly object[], instead = false): Promise<void> {
  await change(shelf, (store) => {
    if (instead) store.clear();
    for (const thing of things) store.put(thing);
  });
}

/** Take one thing off a shelf. */
export async function drop(shelf: Shelf, key: string): Promise<void> {
  await change(shelf, (store) => store.delete(key));
}

async function change(shelf: Shelf, deed: (store: IDBObjectStore) => void): Promise<void> {
  const database = await open();
  await new Promise<void>((resolve, reject) => {
    const made = database.transaction(shelf, "readwrite", { durability: "strict" });
    const fail = () => reject(made.error ?? new Error(shelf));
    made.addEventListener("complete", () => resolve());
    made.addEventListener("error", fail);
    made.addEventListener("abort", fail);
    deed(made.objectStore(shelf));
  });
}
