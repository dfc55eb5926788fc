// The shop of `make real`: Vendure on loopback, with PostgreSQL, a payment method that always pays, and order events.
// `node server.js` serves; `node server.js seed` makes schema and catalogue, and ends.
const path = require('node:path');
const { bootstrap, dummyPaymentHandler, ChannelService, DefaultLogger, LogLevel, RequestContextService } = require('@vendure/core');
const { populateInitialData, importProductsFromCsv } = require('@vendure/core/cli');
const { OrderEvents } = require('./order-events.js');

const isSeeding = process.argv[2] === 'seed';
const hook = { url: process.env.HOOK_URL, secret: process.env.HOOK_SECRET };

const config = {
  logger: new DefaultLogger({ level: LogLevel.Info }),
  apiOptions: { hostname: '127.0.0.1', port: Number(process.env.PORT) },
  authOptions: {
    tokenMethod: ['bearer', 'api-key'],
    requireVerification: false,
    superadminCredentials: { identifier: 'superadmin', password: process.env.ADMIN_PASSWORD },
  },
  dbConnectionOptions: { type: 'postgres', url: process.env.DATABASE_URL, synchronize: isSeeding, logging: false },
  paymentOptions: { paymentMethodHandlers: [dummyPaymentHandler] },
  customFields: {
    Order: [{ name: 'erpNumber', type: 'string', nullable: true, public: false }],
    ProductVariant: [
      { name: 'hsCode', type: 'string', nullable: true },
      { name: 'origin', type: 'string', nullable: true },
      { name: 'gtin', type: 'string', nullable: true },
      { name: 'grams', type: 'int', nullable: true },
    ],
  },
  plugins: hook.url ? [OrderEvents.to(hook)] : [],
};

const payment = (automaticSettle) => ({
  code: dummyPaymentHandler.code,
  arguments: [{ name: 'automaticSettle', value: String(automaticSettle) }],
});

const catalogue = {
  defaultLanguage: 'en',
  defaultZone: 'Europe',
  countries: [
    ...Object.entries({ CZ: 'Czechia', DE: 'Germany', AT: 'Austria', FR: 'France', GR: 'Greece', BG: 'Bulgaria', PL: 'Poland', IE: 'Ireland' }),
    ...Object.entries({ JP: 'Japan', CN: 'China', US: 'United States of America' }),
  ].map(([code, name]) => ({ code, name, zone: 'Europe' })),
  taxRates: [{ name: 'Standard Tax', percentage: 21 }],
  shippingMethods: [{ name: 'Standard', price: 490 }, { name: 'Express', price: 990 }],
  paymentMethods: [{ name: 'Card', handler: payment(true) }, { name: 'On delivery', handler: payment(false) }],
  collections: [],
};

async function seed() {
  const app = await bootstrap(config);
  await populateInitialData(app, catalogue);
  const ctx = await app.get(RequestContextService).create({ apiType: 'admin' });
  const { id } = await app.get(ChannelService).getDefaultChannel(ctx);
  const inEuros = { id, defaultCurrencyCode: 'EUR', availableCurrencyCodes: ['EUR'], pricesIncludeTax: true };
  await app.get(ChannelService).update(ctx, inEuros);
  await importProductsFromCsv(app, path.join(__dirname, 'products.csv'), catalogue.defaultLanguage);
  await app.close();
  process.exit(0);
}

(isSeeding ? seed() : bootstrap(config)).catch((error) => {
  console.error(error);
  process.exit(1);
});
