import { Button } from "antd";
import { useWords } from "@liuke/kit/scheme.tsx";
import type { Given } from "../imports/table.ts";
import { useWorksheets, Worksheets } from "../imports/Worksheets.tsx";
import { segmentsWords } from "./segments.words.ts";

/** A workbook that was chosen: which of its sheets is taken, where there are several. */
export function ListBook({ file, onTake }: { file: Given; onTake: (worksheet: string) => void }) {
  const say = useWords(segmentsWords);
  const book = useWorksheets(file);
  return (
    <>
      <Worksheets book={book} onChoose={book.setChosen} />
      <Button type="primary" loading={book.waiting} disabled={!book.worksheet} onClick={() => onTake(book.worksheet)}>{say.takeBook(file.name)}</Button>
    </>
  );
}
