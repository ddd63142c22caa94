import type { Language } from "./concepts.js";

export const portuguese: Language = {
  customer: "cliente, clientes, comprador, compradora, pagador, remetente, tomador",
  person:
    "nome de usuário, usuário, utilizador, membro, sócio, assinante, doador, conta, contato, contacto, convidado, visitante, cpf, cnpj, pessoa, nif",
  email: "e mail, correio eletrônico, email",
  detail:
    "nome, sobrenome, apelido, razão social, empresa, país, cidade, estado, uf, bairro, região, endereço, morada, cep, código postal, telefone, grupo, categoria, sexo, idade, idioma, " +
    "observação, descrição, média, segmento",
  merchant: "vendedor, vendedora, fornecedor, loja, destinatário, funcionário, caixa, filial",
  id: "número, num, identificador, código, cód, referência, ref, chave",
  date: "data, dia, mês",
  time: "hora, horário, fuso horário",
  ordered:
    "pedido, compra, venda, fatura, criação, criado, emissão, encomenda, transação, nota fiscal, realizado, efetuado, operação",
  paid: "pago, paga, pagamento, recebido, cobrado, doação, quitado",
  otherMoment:
    "nascimento, entrega, entregue, envio, enviado, vencimento, atualização, atualizado, modificação, modificado, alteração, cancelamento, cancelado, devolução, fim, início, validade, cadastro, " +
    "registro, registo, primeira, primeiro, última, último, reembolso, expedição, previsão, despacho, liberação, crédito",
  amount: "valor, montante, quantia, importância",
  total: "total, totais, soma",
  gross: "bruto, bruta",
  net: "líquido, líquida",
  revenue: "receita, faturamento, faturação, vendas",
  subtotal: "subtotal, total dos produtos, valor dos produtos, total produtos",
  tax: "imposto, impostos, iva, icms, iss, ipi, pis, cofins, tributo, tributos",
  shipping: "frete, envio, entrega, portes, transporte, custo de envio, taxa de entrega",
  discount: "desconto, descontos, cupom, cupão, promoção, vale, abatimento",
  refund: "reembolso, reembolsado, reembolsos, devolução, devolvido, estorno, estornado",
  fee: "taxa, taxas, comissão, comissões, tarifa, tarifas, juros, acréscimo",
  tip: "gorjeta",
  deposit: "depósito, sinal, adiantamento, caução",
  cost: "custo, custos, preço de compra, preço de custo",
  margin: "margem, lucro",
  listPrice: "preço de lista, preço tabela, preço original, preço de tabela",
  balance: "saldo, pendente, em aberto, devido, crédito, restante",
  rate: "alíquota, percentual, câmbio, percentagem, cotação",
  including: "incluso, incluído, com, incl, inclui",
  excluding: "sem, excl, excluído, antes",
  quantity: "quantidade, qtd, qtde, quant, unidades, peças, peso",
  price: "preço, preços",
  unit: "unitário, unidade, por, unit",
  line: "linha, item, itens, artigo",
  product: "produto, artigo, marca, sku, anúncio",
  order:
    "pedido, pedidos, encomenda, fatura, compra, venda, transação, recibo, nota fiscal, nota, operação, cupom fiscal",
  currency: "moeda, divisa",
  status: "status, situação, estado do pedido",
  method: "método, forma, tipo, canal, meio, origem, modalidade",
};
