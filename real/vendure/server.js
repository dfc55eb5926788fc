// The shop of `make real`: Vendure on loopback, with PostgreSQL, a payment method that always pays, and order events.
// `node server.js` serves; `node server.js seed` makes schema and catalogue, and ends.
const path = require('node:path');
const { createHash } = require('node:crypto');
const { bootstrap, dummyPaymentHandler, ChannelService, DefaultLogger, LogLevel } = require('@vendure/core');
const { RandomBytesApiKeyStrategy, RequestContextService } = require('@vendure/core');
const { populateInitialData, importProductsFromCsv } = require('@vendure/core/cli');
const { OrderEvents } = require('./order-events.js');

// A key is 32 random bytes, which nobody guesses: no need for the 0.3 s of bcrypt that Vendure takes for every call.
const fastHash = {
  hash: async (key) => createHash('sha256').update(key).digest('hex'),
  check: async (key, hash) => createHash('sha256').update(key).digest('hex') === hash,
};

const isSeeding = process.argv[2] === 'seed';
const hook = { url: process.env.HOOK_URL, secret: process.env.HOOK_SECRET };

const config = {
  logger: new DefaultLogger({ level: LogLevel.Info }),
  apiOptions: { hostname: '127.0.0.1', port: Number(process.env.PORT) },
  authOptions: {
    tokenMethod: ['bearer', 'api-key'],
    requireVerification: false,
    adminApiKeyStrategy: new RandomBytesApiKeyStrategy({ hashingStrategy: fastHash }),
    superadminCredentials: { identifier: 'superadmin', password: process.env.ADMIN_PASSWORD },
  },
  dbConnectionOptions: { type: 'postgres', url: process.env.DATABASE_URL, synchronize: isSeeding, logging: false },
  paymentOptions: { paymentMethodHandlers: [dummyPaymentHandler] },
  customFields: {
    Order: [
      { name: 'erpNumber', type: 'string', nullable: true, public: false },
      { name: 'pickupPoint', type: 'string', nullable: true },
    ],
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
  paymentMethods: [{ name: 'Card', handler: payment(true) }, { name: 'Cash on delivery', handler: payment(false) }],
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
