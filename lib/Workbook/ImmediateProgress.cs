namespace Workbook;

/// <summary>
/// Reports on the thread that does the work, before it goes on. <see cref="Progress{T}"/> would post instead, so that what
/// is reported may come late, out of order, or after the end.
/// </summary>
/// <param name="report">May be called by several threads at once where the work is done by several.</param>
public sealed class ImmediateProgress<T>(Action<T> report) : IProgress<T>
{
    /// <inheritdoc/>
    public void Report(T value) => report(value);
}
