/** Which shop is meant, where a server has several: the link names it, `/m/join?shop=mch_…`. */

const KEY = "liuke.shop";

/** Return the shop that the link named, remembered while this tab lives; nothing without one. */
export function shopNamed(): { merchant_id?: string } {
  const given = new URLSearchParams(location.search).get("shop");
  if (given) sessionStorage.setItem(KEY, given);
  const kept = given ?? sessionStorage.getItem(KEY);
  return kept ? { merchant_id: kept } : {};
}
