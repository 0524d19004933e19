import { useMe } from "@liuke/kit/me.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { useState } from "react";
import { useCell } from "../../desk/cell.ts";
import { choosePin, dropPin, lock, PIN, pins } from "../../desk/pin.ts";
import { deviceWords } from "./device.words.ts";

/** Set one's PIN on this device, take it off again, or lock at once. */
export function PinForm() {
  const say = useWords(deviceWords);
  const { sign_in } = useMe();
  const own = useCell(pins)[sign_in] !== undefined;
  const [pin, setPin] = useState("");
  const [again, setAgain] = useState("");
  const [told, setTold] = useState("");
  if (!isSecureContext) return <p className="till-warn">{say.insecure}</p>;
  const save = async () => {
    if (!PIN.test(pin)) return setTold(say.notPin);
    if (pin !== again) return setTold(say.notSame);
    await choosePin(sign_in, pin);
    setPin("");
    setAgain("");
    setTold(say.saved);
  };
  const drop = () => {
    dropPin(sign_in);
    setTold("");
  };
  return (
    <form
      className="till-find"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Digits name={say.pin} value={pin} onChange={setPin} />
      <Digits name={say.again} value={again} onChange={setAgain} />
      <p role="status">{told}</p>
      <div className="till-acts">
        <Button htmlType="submit">{own ? say.change : say.save}</Button>
        {own && <Button onClick={drop}>{say.drop}</Button>}
        {own && <Button type="primary" onClick={lock}>{say.now}</Button>}
      </div>
    </form>
  );
}

function Digits({ name, value, onChange }: { name: string; value: string; onChange: (text: string) => void }) {
  return (
    <label>
      {name}
      <input className="till-input" type="password" inputMode="numeric" autoComplete="new-password" maxLength={8}
        value={value} onChange={(event) => onChange(event.target.value)} />
    </label>
  );
}
