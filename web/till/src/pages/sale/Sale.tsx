/** Ring up a sale. */
export default function Sale() {
  return <h1>收银台</h1>;
}
