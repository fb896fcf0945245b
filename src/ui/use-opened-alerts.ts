import { useEffect } from "preact/hooks";

/** Goes where the person wants to when they press on an alert that this browser shows. */
export function useOpenedAlerts(route: (path: string) => void): void {
  useEffect(() => {
    const { serviceWorker } = navigator as { serviceWorker?: ServiceWorkerContainer };
    const hear = ({ data }: MessageEvent<{ open?: string } | null>) => {
      if (typeof data?.open === "string") route(data.open);
    };
    serviceWorker?.addEventListener("message", hear);
    return () => serviceWorker?.removeEventListener("message", hear);
  }, [route]);
}
