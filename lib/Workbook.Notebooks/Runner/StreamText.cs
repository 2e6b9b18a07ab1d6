using System.Text;

namespace Workbook.Notebooks.Runner;

/// <summary>A stream's text as a terminal would leave it: what a carriage return begins anew, as progress bars do, takes the place of the line so far.</summary>
internal sealed class StreamText
{
    private readonly StringBuilder _text = new();
    private int _lineStart;
    private bool _isReturned;

    public void Append(ReadOnlySpan<char> text)
    {
        while (text.Length > 0)
        {
            if (_isReturned && text[0] != '\n' && text[0] != '\r')
                _text.Length = _lineStart;
            else if (_isReturned && text[0] == '\n')
                _text.Append('\r');
            _isReturned = text[0] == '\r';
            var end = _isReturned ? 0 : text.IndexOf('\r') is >= 0 and var place ? place : text.Length;
            if (text[..end].LastIndexOf('\n') is >= 0 and var line)
                _lineStart = _text.Length + line + 1;
            _text.Append(text[..end]);
            text = text[(_isReturned ? 1 : end)..];
        }
    }

    public override string ToString() => _isReturned ? _text + "\r" : _text.ToString();
}
