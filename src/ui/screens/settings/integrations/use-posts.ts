import { useEffect } from "preact/hooks";
import type { Integration, IntegrationPost } from "../../../../contract/integration.ts";
import { type Loaded, useLoaded } from "../../../use-loaded.ts";

export type Posts = Loaded<{ items: IntegrationPost[] }>;

/** So many of the posts are shown. */
const SHOWN = 50;

/** What an integration posted last, read again whenever there is something newer: the bodies may be large. */
export function usePosts({ id, last_post }: Integration): Posts {
  const posts = useLoaded<{ items: IntegrationPost[] }>(`/integrations/${id}/posts?limit=${SHOWN}`);
  const newest = `${last_post?.received_at} ${last_post?.outcome}`;
  useEffect(() => {
    if (posts.data !== null) void posts.reload();
  }, [newest]);
  return posts;
}
