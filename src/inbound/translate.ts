import type { IntegrationKind, Mapping } from "../contract/integration.ts";
import type { Translated } from "../contract/tool-event.ts";
import { translateAlertmanager } from "./alertmanager.ts";
import { translateDattoRmm } from "./datto-rmm.ts";
import { translateGeneric } from "./generic.ts";
import { translateGrafana } from "./grafana.ts";
import { translateMapped } from "./mapped.ts";
import { translateNinjaone } from "./ninjaone.ts";
import { translateOpsgenie } from "./opsgenie.ts";
import { translatePagerduty } from "./pagerduty.ts";
import { translateUptimeKuma } from "./uptime-kuma.ts";

/** Reads a tool's payload. @throws InvalidPost */
export function translate(kind: IntegrationKind, payload: unknown, mapping: Mapping | null): Translated {
  switch (kind) {
    case "generic":
      return mapping ? translateMapped(payload, mapping) : translateGeneric(payload);
    case "pagerduty":
      return translatePagerduty(payload);
    case "alertmanager":
      return translateAlertmanager(payload);
    case "grafana":
      return translateGrafana(payload);
    case "uptime_kuma":
      return translateUptimeKuma(payload);
    case "ninjaone":
      return translateNinjaone(payload);
    case "datto_rmm":
      return translateDattoRmm(payload);
    case "opsgenie":
      return translateOpsgenie(payload);
  }
}
