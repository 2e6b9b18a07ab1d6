using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using Microsoft.Win32.SafeHandles;

namespace DuckDB.NET.Native;

/// <summary>
/// One value of any type, outside a vector. Reading converts within .NET where the types differ and throws where the
/// value doesn't fit; the C getters would return the type's minimum in silence.
/// </summary>
public sealed partial class DuckDBValue() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true), IDuckDBValueReader
{
    public bool IsNull() => IsInvalid || IsNullValue(this);

    public T GetValue<T>()
    {
        var target = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        if (IsNull())
            return default(T) is null ? default! : throw new InvalidCastException($"NULL can't be read as {target.Name}.");

        var value = DuckDBValueContent.Read(this);
        return (T)(target.IsInstanceOfType(value) ? value : ConvertTo(target, value));
    }

    protected override bool ReleaseHandle() => Release.Run(ref handle, Release.Value);

    private object ConvertTo(Type target, object value) => value switch
    {
        _ when target == typeof(string) => DuckDBValueContent.Text(this),
        DateOnly date when target == typeof(DateTime) => date.ToDateTime(TimeOnly.MinValue),
        DateTime moment when target == typeof(DateOnly) => DateOnly.FromDateTime(moment),
        DateTime moment when target == typeof(DateTimeOffset) => new DateTimeOffset(moment, TimeSpan.Zero),
        TimeOnly time when target == typeof(TimeSpan) => time.ToTimeSpan(),
        DuckDBInterval interval when target == typeof(TimeSpan) => (TimeSpan)interval,
        _ => Convert.ChangeType(value, target, CultureInfo.InvariantCulture),
    };

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_is_null_value")]
    [return: MarshalAs(UnmanagedType.U1)]
    private static partial bool IsNullValue(DuckDBValue value);
}
