import { expect, test } from "vitest";
import { inverseFromEigen, symmetricEigen } from "../../../models/numeric/symmetric.js";
import { near } from "../near.js";

test("eigenvalues of [[2, 1], [1, 2]] are 1 and 3", () => {
  const { values } = symmetricEigen([
    [2, 1],
    [1, 2],
  ]);
  near(values[0]!, 1, 1e-15);
  near(values[1]!, 3, 1e-15);
});

test("eigenvalues and inverse of the Hilbert matrix of order 5, condition 4.8e5", () => {
  const hilbert = [0, 1, 2, 3, 4].map((i) => [0, 1, 2, 3, 4].map((j) => 1 / (i + j + 1)));
  const eigen = symmetricEigen(hilbert);
  near(eigen.values[0]!, 3.287928772171863e-6, 1e-9);
  near(eigen.values[4]!, 1.5670506910982307, 1e-14);
  const inverse = inverseFromEigen(eigen); // integers: entry (0,0) is n^2, entry (4,4) is 44100
  near(inverse[0]![0]!, 25, 1e-9);
  near(inverse[1]![2]!, -18_900, 1e-9);
  near(inverse[4]![4]!, 44_100, 1e-9);
});

test("eigenvectors are orthonormal and rebuild the matrix", () => {
  const a = [
    [4, -1, 0.5, 0],
    [-1, 3, 2, 1],
    [0.5, 2, -7, 0.1],
    [0, 1, 0.1, 1e-3],
  ];
  const { values, vectors } = symmetricEigen(a);
  for (let i = 0; i < 4; i++)
    for (let j = 0; j < 4; j++) {
      const entry = values.reduce((sum, value, k) => sum + value * vectors[k]![i]! * vectors[k]![j]!, 0);
      expect(Math.abs(entry - a[i]![j]!)).toBeLessThan(1e-14);
      const product = vectors[i]!.reduce((sum, v, k) => sum + v * vectors[j]![k]!, 0);
      expect(Math.abs(product - (i === j ? 1 : 0))).toBeLessThan(1e-14);
    }
});
