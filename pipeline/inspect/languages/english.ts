import type { Language } from "./concepts.js";

export const english: Language = {
  customer:
    "customer, customers, cust, client, clients, buyer, shopper, purchaser, bill to, billto, sold to, soldto, payer",
  person:
    "user, users, member, subscriber, donor, household, consumer, visitor, guest, player, account, acct, contact, patron, master, " +
    "card, profile, patient, passenger, tenant, borrower, person, people, uid, userid, username, login, nickname, msno, loyalty, debtor",
  email: "email, e mail, mail, emailaddress",
  detail:
    "name, names, firstname, lastname, surname, fullname, country, city, state, region, province, zip, zipcode, postcode, postal, segment, group, class, tier, " +
    "age, gender, sex, since, count, review, address, street, phone, mobile, first, last, language, locale, company, title, birthday, notes, note, " +
    "comment, message, description, tags, tag, ip, agent, browser, device, signup, joined, company",
  merchant:
    "merchant, seller, vendor, supplier, store, shop, employee, staff, manager, rep, salesperson, cashier, to email, recipient, receiver, location, " +
    "branch, warehouse, shipto, ship to, deliver to, agent, affiliate, referrer, partner, operator, terminal, register, campaign, site, website",
  id: "id, ids, no, nr, num, number, key, code, identifier, uuid, guid, hash, ref, reference, increment",
  date: "date, dates, datetime, timestamp, day, dt, ts, when, month",
  time: "time, hour, minute, timezone, time zone, zone, clock",
  ordered:
    "ordered, bought, purchased, placed, created, creation, invoiced, sold, booked, transacted, purchase, transaction, order, invoice, sale, receipt, checkout, billed, opened",
  paid: "paid, charged, captured, settled, collected, received, payment, spend, spent, donation, donated, pledge, contribution",
  otherMoment:
    "birth, birthday, dob, signup, registration, registered, first, last, update, updated, modified, modification, changed, ship, shipped, shipping, dispatch, dispatched, " +
    "delivery, delivered, fulfilled, fulfillment, due, expiry, expires, expiration, end, start, return, returned, cancel, cancelled, canceled, cancellation, " +
    "load, loaded, export, exported, exporter, closed, completed, refund, refunded, promised, estimated, expected, arrival, departure, next, previous, renewal, trial, settlement, payout, deposit, available, " +
    "valid, deleted, archived, synced, imported, extract",
  amount:
    "amount, amt, value, dollars, dollar, euro, euros, pounds, money, monetary, eur, usd, gbp, chf, cad, aud, charge, paid amount, donation, proceeds",
  total: "total, totals, grand, sum, overall, final",
  gross: "gross",
  net: "net, nett, pretax, untaxed",
  revenue: "sales, sale, revenue, turnover, gmv, receipts, spend, spent, monetary, income",
  subtotal:
    "subtotal, sub total, items total, goods total, merchandise, products total, before discount, before discounts",
  tax: "tax, taxes, vat, gst, hst, pst, cgst, sgst, igst, duty, duties, withholding, taxable",
  shipping: "shipping, freight, delivery, postage, handling, carriage, shipment, ship, courier",
  discount:
    "discount, discounts, coupon, coupons, voucher, promo, promotion, promotional, rebate, markdown, reduction, savings, saved, giftcard, gift card, gift certificate, reward, cashback, allowance, bonus",
  refund:
    "refund, refunds, refunded, return, returned, returns, chargeback, reversal, disputed, credit note, credited, cancelled amount",
  fee: "fee, fees, commission, commissions, surcharge, processing, service charge, service charges, payout, royalty, royalties, wrap, insurance, affiliate",
  tip: "tip, tips, gratuity",
  deposit: "deposit, deposits, prepayment, prepaid, advance, down payment, downpayment",
  cost: "cost, costs, cogs, purchase price, wholesale, expense, expenses, buying price",
  margin: "margin, profit, markup, earnings, contribution margin",
  listPrice:
    "list price, listprice, msrp, rrp, compare at price, retail price, original price, regular price, base price, catalog price, full price",
  balance:
    "balance, outstanding, remaining, unpaid, owed, owing, credit, credits, store credit, overdue, limit, opening, closing, lifetime, ltv, clv, cumulative, running, ytd, average, avg, mean, predicted, forecast, budget, target",
  rate: "rate, percent, percentage, pct, ratio, factor, exchange, fx, share",
  including: "incl, including, included, inc, inclusive, with, after",
  excluding: "excl, excluding, excluded, ex, exc, exclusive, without, before",
  quantity:
    "quantity, qty, units, count, pieces, pcs, items, number of items, number of, num items, units sold, cds, volume, weight, kg, stock, points, score, rating, level, rank, miles, minutes, hours, days, visits, sessions",
  price: "price, prices",
  unit: "unit, per, each, single, piece",
  line: "line, lineitem, item, position, row, detail, ext, extended",
  product:
    "product, sku, article, asin, stockcode, category, item name, isbn, ean, upc, brand, variant, model, plu, barcode, listing",
  order:
    "order, orders, invoice, transaction, transactions, trans, tran, trx, txn, tx, receipt, basket, bill, ticket, sale, purchase, bon, document, checkout, cart, booking, " +
    "charge, payment, orderid, reservation, check, sales id, sales no, sales number, sales order, sales document",
  currency: "currency, ccy, curr, cur, iso currency",
  status: "status, state of, fulfilment status, outcome, result, flag",
  method: "method, type, channel, mode, gateway, provider, source, medium, platform, device, brand, tender",
};
