package io.ambit.allocation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What {@link Matrix} computes, as its definition says it: all cells rise together, each by its
 * weight; whenever one is full, or a row or a column is used up, those concerned stand still and
 * the others rise on. In doubles, without a thought for speed.
 */
final class SlowMatrix {
  private final int columns;
  private final long[] weights;
  private final List<Row> rows;
  private final double[][] shares;
  private final double[] rowLeft;
  private final double[] columnLeft;

  private SlowMatrix(List<Row> rows, long[] weights, long[] capacity) {
    this.rows = rows;
    this.weights = weights;
    this.columns = weights.length;
    this.shares = new double[rows.size()][columns];
    this.rowLeft = rows.stream().mapToDouble(row -> row.total).toArray();
    this.columnLeft =
        Arrays.stream(capacity)
            .mapToDouble(c -> c == Matrix.UNLIMITED ? Double.POSITIVE_INFINITY : c)
            .toArray();
  }

  /** Exact shares of rows that were filled or are yet to be. */
  static double[][] fill(List<Row> rows, long[] weights, long[] capacity) {
    SlowMatrix slow = new SlowMatrix(rows, weights, capacity);
    for (Step step : Step.values()) {
      slow.step(step);
    }
    return slow.shares;
  }

  private void step(Step step) {
    double[][] caps = new double[rows.size()][columns];
    double[][] by = new double[rows.size()][columns];
    double[] totals = new double[rows.size()];
    for (int r = 0; r < rows.size(); r++) {
      Row row = rows.get(r);
      double got = row.total - rowLeft[r];
      totals[r] = Math.min(rowLeft[r], Math.max(0, most(step, row) - got));
      for (int c = 0; c < columns; c++) {
        caps[r][c] = Math.max(0, cap(step, row, c) - shares[r][c]);
        by[r][c] = row.weight * weight(step, row, c);
      }
    }
    raise(caps, by, totals);
  }

  private static double most(Step step, Row row) {
    return switch (step) {
      case OWN_GUARANTEE -> row.ownGuarantee;
      case OWN_RESERVE -> row.ownReserve;
      default -> row.total;
    };
  }

  private double cap(Step step, Row row, int c) {
    double ceiling = row.ceiling == null ? row.total : row.ceiling[c];
    double cap =
        switch (step) {
          case MINIMUM -> row.minimum == null ? 0 : row.minimum[c];
          case GUARANTEE ->
              row.guaranteed == null || row.reserved == null
                  ? 0
                  : Math.max(row.reserved[c], Math.min(row.demand[c], row.guaranteed[c]));
          case OWN_GUARANTEE, DEMAND -> row.demand[c];
          case OWN_RESERVE, SPARE -> ceiling;
        };
    return Math.min(cap, ceiling);
  }

  private double weight(Step step, Row row, int c) {
    return switch (step) {
      case MINIMUM, GUARANTEE -> 1;
      case OWN_GUARANTEE, DEMAND -> weights[c];
      case OWN_RESERVE, SPARE -> {
        double demands = Arrays.stream(row.demand).sum();
        double byWeight = (double) weights[c] / Arrays.stream(weights).sum();
        yield demands == 0 ? byWeight : (row.demand[c] / demands + byWeight) / 2;
      }
    };
  }

  /** One cell that still rises. */
  private record Cell(int row, int column, double cap, double weight) {}

  private void raise(double[][] caps, double[][] by, double[] totals) {
    double[][] raised = new double[rows.size()][columns];
    double[] columnRoom = columnLeft.clone();
    List<Cell> rising = new ArrayList<>();
    for (int r = 0; r < rows.size(); r++) {
      for (int c = 0; c < columns; c++) {
        if (caps[r][c] > 0) {
          rising.add(new Cell(r, c, caps[r][c], by[r][c]));
        }
      }
    }
    while (!rising.isEmpty()) {
      double[] rowWeight = new double[rows.size()];
      double[] columnWeight = new double[columns];
      for (Cell cell : rising) {
        rowWeight[cell.row()] += cell.weight();
        columnWeight[cell.column()] += cell.weight();
      }
      double rise = Double.POSITIVE_INFINITY;
      for (Cell cell : rising) {
        double own = (cell.cap() - raised[cell.row()][cell.column()]) / cell.weight();
        double row = totals[cell.row()] / rowWeight[cell.row()];
        double column = columnRoom[cell.column()] / columnWeight[cell.column()];
        rise = Math.min(rise, Math.min(own, Math.min(row, column)));
      }
      rise = Math.max(0, rise);
      for (Cell cell : rising) {
        double amount = rise * cell.weight();
        raised[cell.row()][cell.column()] += amount;
        totals[cell.row()] -= amount;
        columnRoom[cell.column()] -= amount;
      }
      rising.removeIf(
          cell ->
              isDone(cell.cap() - raised[cell.row()][cell.column()], cell.cap())
                  || isDone(totals[cell.row()], (double) rows.get(cell.row()).total)
                  || isDone(columnRoom[cell.column()], columnLeft[cell.column()]));
    }
    for (int r = 0; r < rows.size(); r++) {
      for (int c = 0; c < columns; c++) {
        shares[r][c] += raised[r][c];
        rowLeft[r] -= raised[r][c];
        columnLeft[c] -= raised[r][c];
      }
    }
  }

  private static boolean isDone(double left, double of) {
    return left <= 1e-6 + (of < Double.POSITIVE_INFINITY ? 1e-12 * of : 0);
  }
}
