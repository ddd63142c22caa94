import type { Language } from "./concepts.js";

export const spanish: Language = {
  customer: "cliente, clientes, comprador, compradora, remitente, facturar a",
  person:
    "nombre de usuario, usuario, miembro, socio, suscriptor, donante, cuenta, contacto, hogar, invitado, visitante, persona, abonado",
  email: "correo, correo electrónico, email",
  detail:
    "nombre, apellido, apellidos, razón social, empresa, país, ciudad, provincia, región, dirección, código postal, cp, teléfono, grupo, categoría, sexo, edad, idioma, comentario, " +
    "descripción, notas, media, segmento",
  merchant: "vendedor, proveedor, tienda, destinatario, empleado, cajero, sucursal, comercial",
  id: "número, núm, identificador, referencia, código, clave",
  date: "fecha, día, mes",
  time: "hora, zona horaria",
  ordered:
    "pedido, compra, venta, factura, creación, creado, creada, emisión, transacción, orden, operación, realizado",
  paid: "pagado, pagada, pago, cobrado, abonado, cobro, donación, donativo",
  otherMoment:
    "nacimiento, entrega, envío, enviado, vencimiento, actualización, actualizado, modificación, modificado, cancelación, cancelado, devolución, fin, inicio, caducidad, registro, alta, " +
    "primera, primer, última, último, expiración, reembolso, baja, límite, valor fecha",
  amount: "importe, monto, valor, cantidad total, cuantía",
  total: "total, totales, suma",
  gross: "bruto",
  net: "neto, iva no incluido",
  revenue: "ventas, ingreso, ingresos, facturación",
  subtotal: "subtotal, base imponible",
  tax: "iva, impuesto, impuestos, igic, isr, ieps",
  shipping: "envío, gastos de envío, flete, porte, portes, transporte, costo de envío, coste de envío",
  discount: "descuento, descuentos, cupón, rebaja, promoción, bonificación, vale",
  refund: "reembolso, reembolsado, reembolsos, devolución, devuelto, devoluciones, abono",
  fee: "comisión, comisiones, tarifa, cargo, recargo, gastos",
  tip: "propina",
  deposit: "depósito, anticipo, fianza, señal",
  cost: "coste, costo, costes, costos, precio de compra",
  margin: "margen, beneficio, ganancia, utilidad",
  listPrice: "precio de lista, pvp recomendado, precio original, precio anterior",
  balance: "saldo, pendiente, deuda, crédito, adeudado",
  rate: "tasa, tipo de cambio, porcentaje",
  including: "incluido, con, incl, incluye, incluidos",
  excluding: "sin, excl, antes, excluido",
  quantity: "cantidad, cant, unidades, uds, piezas, número de artículos, peso",
  price: "precio, precios, pvp",
  unit: "unitario, unidad, por, pieza, ud",
  line: "línea, artículo, partida, renglón",
  product: "producto, artículo, marca, sku",
  order:
    "pedido, pedidos, orden, factura, compra, venta, transacción, recibo, ticket, operación, boleta, comprobante, folio",
  currency: "moneda, divisa",
  status: "estado, estatus, situación",
  method: "método, forma, tipo, canal, medio, origen",
};
