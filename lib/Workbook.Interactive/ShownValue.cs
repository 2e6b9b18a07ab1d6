using System.Text.Json.Nodes;
using Workbook.Notebooks.Engine;
using Ours = Workbook.Notebooks.Display.Formatter;

namespace Workbook.Interactive;

/// <summary>
/// .NET Interactive asks for one form of a value after the other; all are made at once, since a reader can't be read twice
/// and a sequence needn't be run through twice.
/// </summary>
internal sealed class ShownValue
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _taken = [];
    private WeakReference<object>? _value;
    private MimeBundle? _forms;

    public string Form(object? value, string mime)
    {
        MimeBundle forms;
        lock (_lock)
        {
            forms = Forms(value);
            // A form that is asked for again is of a value that is shown again.
            if (!_taken.Add(mime))
            {
                _forms = null;
                forms = Forms(value);
                _taken.Add(mime);
            }

            if (forms.Data.Keys.All(_taken.Contains))
                _forms = null;
        }

        // What has no such form at all, such as a picture as HTML, is put together.
        return forms.Text(mime) ?? (forms.Data.TryGetValue(mime, out var form) && form is not JsonValue ? form.ToJsonString() : Ours.ToDisplayString(value, mime));
    }

    private MimeBundle Forms(object? value)
    {
        if (_forms is not null && value is not null && _value is not null && _value.TryGetTarget(out var last) && ReferenceEquals(last, value))
            return _forms;
        _taken.Clear();
        _value = value is null ? null : new WeakReference<object>(value);
        return _forms = Ours.Bundle(value);
    }
}
