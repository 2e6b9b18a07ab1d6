namespace DuckDB.NET.Native;

/// <summary>One value that DuckDB hands to managed code, such as an argument of a table function.</summary>
public interface IDuckDBValueReader
{
    bool IsNull();

    /// <exception cref="InvalidCastException">
    /// The value is NULL and <typeparamref name="T"/> has no null, or the two types have nothing in common.
    /// </exception>
    T GetValue<T>();
}
