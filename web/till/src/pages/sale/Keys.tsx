import { useWords } from "@liuke/kit/scheme.tsx";
import { keyWords, saleWords } from "./sale.words.ts";
import { Sheet } from "./Sheet.tsx";

/** Every key of the till and what it does. */
export function Keys({ onClose }: { onClose: () => void }) {
  const say = useWords(saleWords);
  const keys = useWords(keyWords);
  return (
    <Sheet title={say.keysTitle} onClose={onClose}>
      <dl className="till-keys">
        {Object.entries(keys).map(([key, deed]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{deed}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
