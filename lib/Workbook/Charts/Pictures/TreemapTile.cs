namespace Workbook.Charts;

internal readonly record struct TreemapTile(double X, double Y, double Width, double Height)
{
    /// <summary>
    /// The space cut in proportion to the shares, largest first, from the upper left: rows are filled for as long as their
    /// worst rectangle gets squarer (Bruls, Huizing and van Wijk, 2000). Shares of nothing get no tile.
    /// </summary>
    public static IEnumerable<(Share Share, TreemapTile Tile)> Squarify(IReadOnlyList<Share> shares, TreemapTile space)
    {
        var left = new Queue<Share>(shares.Where(share => share.Value > 0).OrderByDescending(share => share.Value));
        var scale = space.Width * space.Height / left.Sum(share => share.Value);
        while (left.Count > 0)
        {
            var side = Math.Min(space.Width, space.Height);
            List<Share> row = [left.Dequeue()];
            while (left.TryPeek(out var next) && Worst([.. row, next], side, scale) <= Worst(row, side, scale))
                row.Add(left.Dequeue());
            var depth = row.Sum(share => share.Value) * scale / side;
            var along = 0.0;
            foreach (var share in row)
            {
                var length = share.Value * scale / depth;
                yield return (share, space.Width >= space.Height
                    ? new(space.X, space.Y + space.Height - along - length, depth, length)
                    : new(space.X + along, space.Y + space.Height - depth, length, depth));
                along += length;
            }
            space = space.Width >= space.Height
                ? space with { X = space.X + depth, Width = space.Width - depth }
                : space with { Height = space.Height - depth };
        }
    }

    private static double Worst(List<Share> row, double side, double scale)
    {
        var depth = row.Sum(share => share.Value) * scale / side;
        return row.Max(share => share.Value * scale / depth is var length ? Math.Max(length / depth, depth / length) : 0);
    }
}
