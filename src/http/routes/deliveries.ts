import { Delivery } from "../../contract/delivery.ts";
import { retryDelivery } from "../../domain/deliveries/retry-delivery.ts";
import { operation } from "../operation.ts";
import { DeliveryPath, handoffKey } from "../path-ids.ts";

export const deliveryRoutes = [
  operation({
    id: "retryDelivery",
    refuses: ["invalid_transition"],
    method: "post",
    path: "/ai-sessions/{id}/handoffs/{hid}/deliveries/{did}/retry",
    summary: "Try a failed notification again",
    tag: "Handoffs",
    right: "administer",
    params: DeliveryPath,
    status: 202,
    answer: Delivery,
    run: ({ ctx, params }) => retryDelivery(ctx, handoffKey(params), params.did),
  }),
];
