/**
 * Zero-inflated lognormal value over a horizon: a customer spends nothing with probability 1 - p, else a lognormal amount.
 * Wang, Liu & Miao (2019), "A Deep Probabilistic Model for Customer Lifetime Value Prediction", arXiv:1912.07753 (WLM).
 * A network gives three numbers a customer, here called logits: the log odds of spending, mu, and what sigma comes from.
 */
import * as tf from "@tensorflow/tfjs-core";

/** Smallest sigma, so that equal amounts do not have an infinite density: root of 1e-7. */
export const smallestScale = Math.sqrt(1e-7);

/**
 * sigma = max(ln(1 + e^s), root of 1e-7) from the third logit s. WLM section 3.
 * @example zilnScale(0.3) // 0.8544
 */
export function zilnScale(s: number): number {
  return Math.max(Math.max(s, 0) + Math.log1p(Math.exp(-Math.abs(s))), smallestScale);
}

/**
 * p = 1 / (1 + e^-l): probability of spending anything, from the first logit.
 * @example zilnProbability(0) // 0.5
 */
export function zilnProbability(l: number): number {
  return l >= 0 ? 1 / (1 + Math.exp(-l)) : Math.exp(l) / (1 + Math.exp(l));
}

/**
 * Expected value p exp(mu + sigma^2 / 2). WLM section 3.
 * @param l log odds of spending
 * @param mu mean of ln(value) of those who spend
 * @param s sigma before softplus
 * @returns base currency over the horizon; Infinity where it overflows
 * @example zilnMean(0.1, 0.2, 0.3) // 0.9236378530
 */
export function zilnMean(l: number, mu: number, s: number): number {
  const sigma = zilnScale(s);
  return zilnProbability(l) * Math.exp(mu + (sigma * sigma) / 2);
}

/**
 * Mean over rows of -ln likelihood: cross-entropy of spending, and for those who spend the lognormal density. WLM eq. 2.
 *     ln(1 + e^l) - [y>0] l + [y>0] (ln y + ln sigma + (ln y - mu)^2 / 2 sigma^2 + ln(2 pi) / 2)
 * @param value [rows, 1], >= 0
 * @param logits [rows, 3]
 */
export function zilnLoss(value: tf.Tensor2D, logits: tf.Tensor2D): tf.Scalar {
  return tf.tidy(() => {
    const { l, spends, log, sigma, z } = terms(value, logits);
    // ln(1 + e^l) without overflow
    const softplus = tf.add(tf.relu(l), tf.log1p(tf.exp(tf.neg(tf.abs(l)))));
    const entropy = tf.sub(softplus, tf.mul(l, spends));
    const density = tf.add(tf.add(log, tf.log(sigma)), tf.add(tf.mul(0.5, tf.square(z)), halfLogTwoPi));
    return tf.mean(tf.add(entropy, tf.mul(spends, density))) as tf.Scalar;
  });
}

/**
 * d loss / d logits, [rows, 3]. With z = (ln y - mu) / sigma, over the number of rows:
 *     p - [y>0],  -[y>0] z / sigma,  [y>0] (1 - z^2) / sigma * d sigma / d s
 * where d sigma / d s = 1 / (1 + e^-s), and 0 at the smallest sigma.
 */
export function zilnGradient(value: tf.Tensor2D, logits: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const { l, s, spends, sigma, z } = terms(value, logits);
    const dl = tf.sub(tf.sigmoid(l), spends);
    const dmu = tf.neg(tf.div(tf.mul(spends, z), sigma));
    const free = tf.cast(tf.greater(sigma, smallestScale), "float32");
    const dsigma = tf.div(tf.mul(spends, tf.sub(1, tf.square(z))), sigma);
    const ds = tf.mul(dsigma, tf.mul(free, tf.sigmoid(s)));
    return tf.div(tf.concat([dl, dmu, ds] as tf.Tensor2D[], 1), value.shape[0]) as tf.Tensor2D;
  });
}

interface Terms {
  readonly l: tf.Tensor;
  readonly s: tf.Tensor;
  /** 1 where something is spent */
  readonly spends: tf.Tensor;
  /** ln y; 0 where nothing is spent */
  readonly log: tf.Tensor;
  readonly sigma: tf.Tensor;
  readonly z: tf.Tensor;
}

function terms(value: tf.Tensor2D, logits: tf.Tensor2D): Terms {
  const [l, mu, s] = tf.split(logits, 3, 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const spends = tf.cast(tf.greater(value, 0), "float32");
  const log = tf.log(tf.add(value, tf.sub(1, spends)));
  const sigma = tf.maximum(tf.softplus(s), smallestScale);
  return { l, s, spends, log, sigma, z: tf.div(tf.sub(log, mu), sigma) };
}

const halfLogTwoPi = Math.log(2 * Math.PI) / 2;
