/** Ask and act: the server's routes as React hooks. */

import {
  QueryClient,
  keepPreviousData,
  replaceEqualDeep,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from "@tanstack/react-query";
import { useState } from "react";
import { Attempt } from "./attempt.ts";
import { call, carryRevision, type Answer, type Extras, type Given, type ReadRoute, type Route, type WriteRoute } from "./call.ts";
import { Problem } from "./problem.ts";

/** Return a client that keeps old answers shown while it fetches new ones. */
export function askingClient(onSignedOut: () => void): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: false,
        placeholderData: keepPreviousData,
        // Parts that say the same stay the objects they were; the whole is of the new revision.
        structuralSharing: (before, after) => carryRevision(after, replaceEqualDeep(before, after) as unknown),
        networkMode: "always",
        // What could not be read comes by itself once the line is back; "always" alone would wait.
        refetchOnReconnect: true,
        refetchOnWindowFocus: false,
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
  client.getQueryCache().subscribe((event) => {
    const error = event.query.state.error;
    if (event.type === "updated" && error instanceof Problem && error.status === 401) onSignedOut();
  });
  return client;
}

/** Ask a route; `enabled: false` waits. A POST that only reads (a search) may be asked too. */
export function useAsk<R extends Route>(
  route: R,
  given: Given<R>,
  options: { enabled?: boolean; staleTime?: number; refetchInterval?: number | false } = {},
): UseQueryResult<Answer<R>, Problem> {
  return useQuery<Answer<R>, Problem>({
    queryKey: [route, given],
    queryFn: ({ signal }) => call(route, { ...given, signal } as Given<R>),
    ...options,
  });
}

const PAGE = 200;

interface Paged<T> {
  items: T[];
  after?: string | null;
}
type Item<R extends Route> = Answer<R> extends { items: (infer T)[] } ? T : never;

/** Ask for a list page by page: rows so far, whether there are more, and how to get them. */
export function usePages<R extends Route>(
  route: R,
  given: Given<R>,
  place: "query" | "body" = (route as string).startsWith("GET") ? "query" : "body",
) {
  const asked = useInfiniteQuery<Paged<Item<R>>, Problem>({
    queryKey: ["pages", route, given],
    initialPageParam: undefined,
    queryFn: ({ signal, pageParam }) => {
      const loose = given as { query?: object; body?: object } & Extras;
      const at = pageParam ? { [place]: { ...loose[place], after: pageParam } } : {};
      const all = { ...given, ...at, signal } as unknown as Given<R>;
      return call(route, all) as Promise<Paged<Item<R>>>;
    },
    getNextPageParam: (last) => last.after || undefined,
  });
  return { ...asked, rows: asked.data?.pages.flatMap((page) => page.items) ?? [] };
}

/** Ask for a whole list, however many pages it takes: for pickers and short lists that tell all. */
export function useEvery<R extends ReadRoute>(
  route: R,
  given: Given<R>,
  options: { enabled?: boolean; staleTime?: number } = {},
): UseQueryResult<Item<R>[], Problem> {
  return useQuery<Item<R>[], Problem>({
    queryKey: [route, "every", given],
    queryFn: async ({ signal }) => {
      const found: Item<R>[] = [];
      for (let after: string | null | undefined; ; ) {
        const query = { ...(given as { query?: object }).query, limit: PAGE, ...(after ? { after } : {}) };
        const page = (await call(route, { ...given, query, signal } as unknown as Given<R>)) as Paged<Item<R>>;
        found.push(...page.items);
        if (!(after = page.after)) return found;
      }
    },
    ...options,
  });
}

/** Act through a route; what the named routes answered before is asked anew afterwards. */
export function useAct<R extends WriteRoute>(
  route: R,
  options: { refresh?: readonly (ReadRoute | WriteRoute)[]; onDone?: (answer: Answer<R>) => void } = {},
): UseMutationResult<Answer<R>, Problem, Given<R>> {
  const client = useQueryClient();
  const [attempt] = useState(() => new Attempt());
  return useMutation<Answer<R>, Problem, Given<R>>({
    mutationFn: (given) => attempt.send(given, (key) => call(route, { ...given, key })),
    onSuccess: async (answer) => {
      const named = new Set<unknown>(options.refresh ?? []);
      await client.invalidateQueries({
        predicate: ({ queryKey }) => named.has(queryKey[0]) || named.has(queryKey[1]),
      });
      options.onDone?.(answer);
    },
  });
}
