/** The first page of a member. */
export default function Home() {
  return <h1>会员中心</h1>;
}
