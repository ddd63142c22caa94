import type { Language } from "./concepts.js";

export const french: Language = {
  customer: "client, clients, cliente, acheteur, acheteuse, expéditeur, facturé à",
  person:
    "nom d utilisateur, pseudo, utilisateur, membre, abonné, adhérent, donateur, compte, contact, foyer, invité, visiteur, personne",
  email: "courriel, mél, adresse mail, adresse email, adresse e mail",
  detail:
    "nom, prénom, raison sociale, société, pays, ville, région, adresse, code postal, cp, téléphone, tél, groupe, catégorie, sexe, âge, langue, commentaire, civilité, " +
    "libellé, département, note, moyenne",
  merchant:
    "vendeur, fournisseur, magasin, boutique, destinataire, caissier, employé, commercial, point de vente, bénéficiaire, succursale",
  id: "numéro, n, identifiant, référence, réf, num, code, clé, n°",
  date: "date, jour, horodatage, mois",
  time: "heure, fuseau horaire, fuseau",
  ordered:
    "commande, achat, vente, facture, facturation, création, créé, créée, passée, opération, transaction, commandé, émission",
  paid: "payé, payée, paiement, encaissé, encaissement, réglé, règlement, don, versé",
  otherMoment:
    "naissance, livraison, livré, expédition, expédié, échéance, envoi, modification, modifié, mise à jour, màj, annulation, annulé, retour, remboursement, fin, début, expiration, " +
    "inscription, première, premier, dernier, dernière, valeur date, export, limite",
  amount: "montant, valeur, montants, somme, avant commission",
  total: "total, totale, totaux, somme, global",
  gross: "ttc, brut, brute, tvac, toutes taxes comprises, avant commission, tva comprise",
  net: "ht, nette, hors taxe, hors taxes, htva, net",
  revenue: "ca, chiffre affaires, chiffre d affaires, recette, recettes, ventes",
  subtotal: "sous total, soustotal",
  tax: "tva, taxe, taxes, impôt",
  shipping:
    "port, frais de port, livraison, frais de livraison, expédition, frais d expédition, transport, frais d envoi, affranchissement",
  discount:
    "remise, réduction, rabais, bon de réduction, promotion, ristourne, code promo, escompte, avantage, chèque cadeau",
  refund: "remboursement, remboursé, remboursée, avoir, retour, retourné, annulé",
  fee: "frais, commission, honoraires, supplément",
  tip: "pourboire",
  deposit: "acompte, caution, arrhes, consigne",
  cost: "coût, coûts, prix d achat, prix achat, prix de revient",
  margin: "marge, bénéfice",
  listPrice: "prix catalogue, prix conseillé, prix public, prix barré",
  balance: "solde, restant, reste à payer, impayé, reste dû, crédit",
  rate: "taux, pourcentage, cours",
  including: "avec, incluant, compris, incl, inclus",
  excluding: "hors, sans, excl, avant",
  quantity: "quantité, qté, nombre, nb, nbre, qte, nombre d articles, poids",
  price: "prix, tarif, prix de vente",
  unit: "unitaire, unité, par, pièce",
  line: "ligne, article, détail",
  product: "produit, article, marque, désignation",
  order:
    "commande, commandes, facture, achat, vente, transaction, ticket, reçu, panier, opération, bon de commande",
  currency: "devise, monnaie",
  status: "statut, état",
  method: "mode, moyen, type, canal, méthode, origine",
};
