/** Versions of programmes as pages ask for them. */

import type { Version } from "@liuke/client/api.ts";
import { useEvery } from "@liuke/kit/ask.ts";
import { call } from "@liuke/kit/call.ts";
import type { Problem } from "@liuke/kit/problem.ts";
import { useQuery } from "@tanstack/react-query";
import type { Doc } from "./document.ts";

export interface Programme {
  code: string;
  versions: Version[];
  live: Version | undefined;
  draft: Version | undefined;
}

/** Put versions together by programme, what is live first. */
export function programmesOf(versions: readonly Version[]): Programme[] {
  const codes = [...new Set(versions.map((one) => one.programme))];
  return codes
    .map((code) => {
      const own = versions.filter((one) => one.programme === code);
      return {
        code,
        versions: own,
        live: own.find((one) => one.state === "live"),
        draft: own.find((one) => one.state === "draft"),
      };
    })
    .toSorted((a, b) => Number(b.live !== undefined) - Number(a.live !== undefined));
}

/** Ask for every version. */
export function useVersions() {
  return useEvery("GET /v1/programmes/versions", {});
}

/** Ask for the documents of some versions, by version. */
export function useDocuments(ids: readonly string[], enabled = true) {
  return useQuery<Map<string, Doc>, Problem>({
    queryKey: ["documents", ...ids],
    enabled,
    queryFn: async ({ signal }) => {
      const read = (version_id: string) =>
        call("GET /v1/programmes/versions/{version_id}", { path: { version_id }, signal });
      const found = await Promise.all(ids.map(read));
      return new Map(found.map((one) => [one.version.id, one.document as unknown as Doc]));
    },
  });
}
