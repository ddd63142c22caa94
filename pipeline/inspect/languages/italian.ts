import type { Language } from "./concepts.js";

export const italian: Language = {
  customer: "cliente, clienti, acquirente, compratore, mittente, committente, intestatario",
  person:
    "nome utente, utente, membro, socio, abbonato, donatore, contatto, tessera, ospite, visitatore, persona, anagrafica, iscritto",
  email: "posta elettronica, email",
  detail:
    "nome, cognome, nominativo, ragione sociale, azienda, paese, nazione, città, provincia, regione, indirizzo, cap, telefono, gruppo, categoria, sesso, età, lingua, note, descrizione, media",
  merchant:
    "venditore, fornitore, negozio, destinatario, dipendente, cassiere, punto vendita, agente, filiale",
  id: "numero, num, identificativo, codice, cod, riferimento, rif, n",
  date: "data, giorno, mese",
  time: "ora, orario, fuso orario",
  ordered:
    "ordine, acquisto, vendita, fattura, creazione, creato, emissione, documento, transazione, scontrino, operazione, effettuato",
  paid: "pagato, pagata, pagamento, incassato, incasso, donazione, saldato",
  otherMoment:
    "nascita, consegna, consegnato, spedizione, spedito, scadenza, aggiornamento, aggiornato, modifica, modificato, annullamento, annullato, reso, fine, inizio, registrazione, iscrizione, " +
    "primo, prima, ultimo, ultima, rimborso, valuta data, evasione",
  amount: "importo, importi, valore, somma, ammontare",
  total: "totale, totali, complessivo, somma, tot",
  gross: "lordo, lorda, ivato",
  net: "netto, netta, imponibile",
  revenue: "fatturato, ricavo, ricavi, vendite, incasso, incassi",
  subtotal: "subtotale, imponibile, totale merce, totale parziale",
  tax: "iva, imposta, imposte, tasse, tassa",
  shipping: "spedizione, spese di spedizione, spese spedizione, trasporto, costo spedizione, consegna, porto",
  discount: "sconto, sconti, coupon, buono, promozione, abbuono, riduzione",
  refund: "rimborso, rimborsato, rimborsi, reso, resi, storno, nota di credito",
  fee: "commissione, commissioni, spese, tariffa, supplemento, contrassegno",
  tip: "mancia",
  deposit: "acconto, cauzione, caparra, anticipo",
  cost: "costo, costi, prezzo di acquisto, prezzo acquisto",
  margin: "margine, utile, guadagno, ricarico",
  listPrice: "prezzo di listino, listino, prezzo listino, prezzo originale",
  balance: "residuo, da pagare, credito, dovuto, scoperto, saldo",
  rate: "aliquota, tasso, percentuale, cambio",
  including: "inclusa, incluso, incl, compresa, compreso, con",
  excluding: "esclusa, escluso, escl, senza",
  quantity: "quantità, qtà, qta, pezzi, numero articoli, numero pezzi, pz, peso",
  price: "prezzo, prezzi",
  unit: "unitario, unità, per, cadauno, cad",
  line: "riga, righe, articolo, voce",
  product: "prodotto, articolo, marca",
  order:
    "ordine, ordini, fattura, acquisto, vendita, transazione, scontrino, ricevuta, documento, operazione, carrello",
  currency: "valuta, divisa, moneta",
  status: "stato",
  method: "metodo, modalità, tipo, canale, mezzo, origine",
};
