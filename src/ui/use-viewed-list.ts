import { useEffect, useRef } from "preact/hooks";
import type { Place } from "./belongs.ts";
import { lookers, onEvent, queueList } from "./feed.ts";
import { type LiveList, makeLiveList } from "./live-list.ts";
import type { SignedIn } from "./me.ts";
import { type QueueView, addressOfView, handoffsPath, isLiveQueue } from "./queue-view.ts";

/** Every view but the live queue; one at a time. */
const otherList = makeLiveList();

/** The list that a view shows, kept true while it is on screen. */
export function useViewedList(view: QueueView, me: SignedIn): LiveList {
  const key = addressOfView(view);
  const place: Place = { view, userId: me.user.id, teamId: me.teamId };
  const isLive = useIsLive(key, view);
  const list = isLive ? queueList : otherList;

  useEffect(() => {
    if (isLive) {
      queueList.reorder(place);
      return () => queueList.markSeen();
    }
    otherList.start(place, handoffsPath(view));
    void otherList.load();
    const end = onEvent((event) => (event === "reset" ? void otherList.load() : otherList.hear(event)));
    const endLooking = lookers.subscribe((all) => {
      for (const [id, viewers] of all) otherList.see(id, viewers);
    });
    return () => {
      end();
      endLooking();
      otherList.stop();
    };
  }, [key, isLive, me.user.id, me.teamId]);
  return list;
}

/**
 * Whether the live queue answers this view. It comes newest first and by pages, so the most urgent of a very long one
 * are asked for apart. Decided once a view: a list that grows must not change its source under somebody's hands.
 */
function useIsLive(key: string, view: QueueView): boolean {
  const decided = useRef<{ key: string; isLive: boolean } | null>(null);
  if (!isLiveQueue(view)) return false;
  if (decided.current?.key === key) return decided.current.isLive;
  const isRead = queueList.read.value.at !== null;
  const isLive = !isRead || view.sort === "newest" || queueList.next.value === null;
  if (isRead) decided.current = { key, isLive };
  return isLive;
}
