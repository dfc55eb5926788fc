// Vendure plugin: tells Goldthread of placed orders. Vendure has no webhooks of its own.
//
//   plugins: [OrderEvents.to({ url: 'https://gold.example/hooks/vendure/order.placed', secret: process.env.SECRET })]
//
// Each order is posted once, after its transaction, and nothing waits for the answer: what was lost on the way is found
// by the sweep. `X-Vendure-Signature: t=<seconds>,v1=<hex>` is the HMAC-SHA256 of `<seconds>.<body>`.
const { createHmac, randomUUID } = require('node:crypto');
const { ConfigService, EventBus, Logger, OrderPlacedEvent, OrderService, PluginCommonModule } = require('@vendure/core');

const RELATIONS = ['customer', 'lines', 'lines.productVariant', 'shippingLines', 'shippingLines.shippingMethod', 'payments'];

class OrderEvents {
  constructor(events, orders, config) {
    Object.assign(this, { events, orders, config });
  }

  static to(target) {
    OrderEvents.target = target;
    return OrderEvents;
  }

  onApplicationBootstrap() {
    this.events.ofType(OrderPlacedEvent).subscribe((event) => {
      this.tell(event).catch((error) => Logger.warn(`order ${event.order.code} wasn't told: ${error}`, 'OrderEvents'));
    });
  }

  async tell({ ctx, order }) {
    const body = JSON.stringify({ order: this.row(await this.orders.findOne(ctx, order.id, [...RELATIONS])), ...this.money });
    const stamp = Math.floor(Date.now() / 1000);
    const digest = createHmac('sha256', OrderEvents.target.secret).update(`${stamp}.${body}`).digest('hex');
    const headers = {
      'content-type': 'application/json',
      'x-vendure-delivery': randomUUID(),
      'x-vendure-signature': `t=${stamp},v1=${digest}`,
    };
    const reply = await fetch(OrderEvents.target.url, { method: 'POST', body, headers, signal: AbortSignal.timeout(10_000) });
    if (!reply.ok) throw new Error(`HTTP ${reply.status}`);
  }

  // The order under the names, and with the ids, that the Admin API has for it.
  row(order) {
    const id = (value) => String(this.config.entityOptions.entityIdStrategy.encodeId(value));
    const { code, state, orderPlacedAt, currencyCode, totalWithTax, shippingAddress, billingAddress, customFields } = order;
    const { emailAddress, firstName, lastName, phoneNumber } = order.customer;
    return {
      id: id(order.id), code, state, orderPlacedAt, currencyCode, totalWithTax, shippingAddress, billingAddress, customFields,
      customer: { emailAddress, firstName, lastName, phoneNumber },
      lines: order.lines.map(({ id: line, quantity, proratedUnitPriceWithTax, productVariant: { sku, name, customFields } }) => (
        { id: id(line), quantity, proratedUnitPriceWithTax, productVariant: { sku, name, customFields } })),
      shippingLines: order.shippingLines.map(({ shippingMethod: { code } }) => ({ shippingMethod: { code } })),
      payments: order.payments.map(({ method, state, amount }) => ({ method, state, amount })),
    };
  }

  get money() {
    return { globalSettings: { serverConfig: { moneyStrategyPrecision: this.config.entityOptions.moneyStrategy.precision ?? 2 } } };
  }
}

Reflect.defineMetadata('design:paramtypes', [EventBus, OrderService, ConfigService], OrderEvents);
const { VendurePlugin } = require('@vendure/core');
VendurePlugin({ imports: [PluginCommonModule], compatibility: '^3.0.0' })(OrderEvents);

module.exports = { OrderEvents };
