using System.Globalization;
using System.Text;

namespace Workbook.Models.Jinja;

/// <summary>Cuts a template into text and the tokens inside its tags, and applies the tags' whitespace control.</summary>
internal sealed class JinjaLexer
{
    private const string Closers = "…)]}";

    private readonly string _source;
    private readonly string _file;
    private readonly List<JinjaToken> _tokens = [];
    private int _at;
    private int _line;
    private int _counted;

    private JinjaLexer(string source, string file, int firstLine)
    {
        _source = source;
        _file = file;
        _line = firstLine;
    }

    /// <summary>All line ends as \n, and the last one dropped.</summary>
    public static string Normalize(string source)
    {
        var text = source.Contains('\r') ? source.Replace("\r\n", "\n").Replace('\r', '\n') : source;
        return text.EndsWith('\n') ? text[..^1] : text;
    }

    public static List<JinjaToken> Template(string source, string file, int firstLine)
    {
        var lexer = new JinjaLexer(source, file, firstLine);
        lexer.ReadTemplate();
        lexer.Add(TokenKind.End, source.Length, source.Length);
        return lexer._tokens;
    }

    public static List<JinjaToken> Expression(string source, string file, int line)
    {
        var lexer = new JinjaLexer(source, file, line);
        lexer.ReadInside("");
        lexer.Add(TokenKind.End, source.Length, source.Length);
        return lexer._tokens;
    }

    private void ReadTemplate()
    {
        while (_at < _source.Length)
        {
            var open = NextTag(_at);
            if (open < 0)
            {
                AddText(_at, _source.Length, false);
                return;
            }
            var signed = open + 2 < _source.Length && _source[open + 2] is '-' or '+';
            AddText(_at, open, signed && _source[open + 2] == '-');
            _at = open + (signed ? 3 : 2);
            switch (_source[open + 1])
            {
                case '#': SkipComment(open); break;
                case '{':
                    Add(TokenKind.VariableBegin, open, _at);
                    ReadInside("}}");
                    break;
                default:
                    if (!TryReadRaw(open)) ReadBlock(open);
                    break;
            }
        }
    }

    private int NextTag(int from)
    {
        for (var at = _source.IndexOf('{', from); at >= 0 && at + 1 < _source.Length; at = _source.IndexOf('{', at + 1))
            if (_source[at + 1] is '{' or '%' or '#')
                return at;
        return -1;
    }

    private void SkipComment(int open)
    {
        var close = _source.IndexOf("#}", _at, StringComparison.Ordinal);
        if (close < 0) throw Error(open, "The comment that opens here with '{#' is never closed with '#}'");
        var strips = close > _at && _source[close - 1] == '-';
        _at = close + 2;
        if (strips) SkipSpace();
    }

    private void ReadBlock(int open)
    {
        Add(TokenKind.BlockBegin, open, _at);
        var first = _tokens.Count;
        ReadInside("%}");
        if (_tokens[first].Is(TokenKind.Name, "docs")) ReadDocs(open);
    }

    /// <summary>Documentation is not a template: its text goes on verbatim to the tag that ends it.</summary>
    private void ReadDocs(int open)
    {
        var begin = _tokens[^1].End;
        var (end, after, _) = FindTag("enddocs", begin) ?? throw Error(open, "The tag 'docs' that opens here is never closed; 'enddocs' is expected");
        _tokens.Add(new JinjaToken(TokenKind.Text, _source[begin..end], null, LineAt(begin), begin, end));
        Add(TokenKind.BlockBegin, end, end + 2);
        Add(TokenKind.Name, end, end, "enddocs");
        Add(TokenKind.BlockEnd, after, after);
        _at = after;
    }

    private bool TryReadRaw(int open)
    {
        if (FindTag("raw", open) is not var (begin, after, strips) || begin != open) return false;
        if (strips)
            while (after < _source.Length && char.IsWhiteSpace(_source[after]))
                after++;
        var (end, next, stripsNext) = FindTag("endraw", after) ?? throw Error(open, "The tag 'raw' that opens here is never closed; 'endraw' is expected");
        AddText(after, end, _source[end + 2] == '-');
        _at = next;
        if (stripsNext) SkipSpace();
        return true;
    }

    /// <summary>The next tag that holds nothing but this word: where it begins, where it ends, whether it strips what follows.</summary>
    private (int Begin, int End, bool Strips)? FindTag(string word, int from)
    {
        for (var begin = _source.IndexOf("{%", from, StringComparison.Ordinal); begin >= 0; begin = _source.IndexOf("{%", begin + 2, StringComparison.Ordinal))
        {
            var at = begin + 2;
            if (at < _source.Length && _source[at] is '-' or '+') at++;
            while (at < _source.Length && char.IsWhiteSpace(_source[at])) at++;
            if (string.CompareOrdinal(_source, at, word, 0, word.Length) != 0) continue;
            at += word.Length;
            while (at < _source.Length && char.IsWhiteSpace(_source[at])) at++;
            var strips = at < _source.Length && _source[at] == '-';
            if (at < _source.Length && _source[at] is '-' or '+') at++;
            if (string.CompareOrdinal(_source, at, "%}", 0, 2) == 0) return (begin, at + 2, strips);
        }
        return null;
    }

    /// <summary>Reads tokens up to the closing tag; to the end of the source when there is none to close.</summary>
    private void ReadInside(string closing)
    {
        var opened = _at;
        var brackets = new Stack<(char Closer, int At)>();
        while (true)
        {
            SkipSpace();
            if (_at >= _source.Length)
            {
                if (brackets.Count > 0) throw Error(brackets.Peek().At, $"The '{_source[brackets.Peek().At]}' is never closed with '{brackets.Peek().Closer}'");
                if (closing.Length == 0) return;
                throw Error(Math.Max(0, opened - 1), $"The tag that opens here is never closed with '{closing}'");
            }
            if (brackets.Count == 0 && closing.Length > 0)
            {
                var signed = _source[_at] == '-' || (_source[_at] == '+' && closing == "%}");
                if (string.CompareOrdinal(_source, signed ? _at + 1 : _at, closing, 0, 2) == 0)
                {
                    var strips = _source[_at] == '-';
                    Add(closing == "}}" ? TokenKind.VariableEnd : TokenKind.BlockEnd, _at, _at + (signed ? 3 : 2));
                    _at += signed ? 3 : 2;
                    if (strips) SkipSpace();
                    return;
                }
            }
            ReadToken(brackets);
        }
    }

    private void ReadToken(Stack<(char Closer, int At)> brackets)
    {
        var start = _at;
        var letter = _source[_at];
        if (letter == '_' || char.IsLetter(letter))
        {
            while (_at < _source.Length && (_source[_at] == '_' || char.IsLetterOrDigit(_source[_at]))) _at++;
            Add(TokenKind.Name, start, _at, _source[start.._at]);
        }
        else if (char.IsAsciiDigit(letter))
            ReadNumber();
        else if (letter is '\'' or '"')
            ReadString();
        else
        {
            var length = _at + 1 < _source.Length && _source.AsSpan(_at, 2) is "//" or "**" or "==" or "!=" or "<=" or ">=" ? 2 : 1;
            if (length == 1 && !"+-*/%~[](){}<>=.:|,".Contains(letter))
                throw Error(start, letter is '&' or '!'
                    ? $"Unexpected '{letter}'; logic is written 'and', 'or', 'not'"
                    : $"Unexpected '{letter}' in an expression");
            _at += length;
            if (letter is '(' or '[' or '{') brackets.Push((letter switch { '(' => ')', '[' => ']', _ => '}' }, start));
            if (Closers.Contains(letter) && (!brackets.TryPop(out var open) || open.Closer != letter))
                throw Error(start, open.Closer == '\0' ? $"Unexpected '{letter}'" : $"Unexpected '{letter}'; '{open.Closer}' is expected");
            Add(TokenKind.Operator, start, _at, _source[start.._at]);
        }
    }

    private void ReadNumber()
    {
        var start = _at;
        if (_source[_at] == '0' && _at + 1 < _source.Length && char.ToLowerInvariant(_source[_at + 1]) is 'x' or 'o' or 'b')
        {
            _at += 2;
            while (_at < _source.Length && (char.IsAsciiHexDigit(_source[_at]) || _source[_at] == '_')) _at++;
            var value = NumberFilters.Whole(_source[start.._at], 0) ?? throw Error(start, $"{_source[start.._at]} is not a number of 64 bits");
            Add(TokenKind.Integer, start, _at, _source[start.._at], value);
            return;
        }
        Digits();
        // In rows.0.1 these are positions, not a fraction.
        var isFloat = false;
        if ((start == 0 || _source[start - 1] != '.') && _at + 1 < _source.Length && _source[_at] == '.' && char.IsAsciiDigit(_source[_at + 1]))
        {
            isFloat = true;
            _at++;
            Digits();
        }
        if (_at < _source.Length && _source[_at] is 'e' or 'E')
        {
            var digits = _at + 1 < _source.Length && _source[_at + 1] is '+' or '-' ? _at + 2 : _at + 1;
            if (digits < _source.Length && char.IsAsciiDigit(_source[digits]))
            {
                isFloat = true;
                _at = digits;
                Digits();
            }
        }
        var text = _source[start.._at].Replace("_", "");
        if (isFloat) Add(TokenKind.Float, start, _at, text, double.Parse(text, CultureInfo.InvariantCulture));
        else if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole)) Add(TokenKind.Integer, start, _at, text, whole);
        else throw Error(start, $"{text} does not fit in 64 bits");
    }

    private void Digits()
    {
        while (_at < _source.Length && (char.IsAsciiDigit(_source[_at]) || (_source[_at] == '_' && _at + 1 < _source.Length && char.IsAsciiDigit(_source[_at + 1])))) _at++;
    }

    private void ReadString()
    {
        var start = _at;
        var quote = _source[_at++];
        var value = new StringBuilder();
        while (true)
        {
            if (_at >= _source.Length) throw Error(start, $"The string that opens here is never closed with {quote}");
            var letter = _source[_at++];
            if (letter == quote) break;
            if (letter != '\\' || _at >= _source.Length) value.Append(letter);
            else Escape(value, start);
        }
        Add(TokenKind.String, start, _at, _source[start.._at], value.ToString());
    }

    private void Escape(StringBuilder value, int start)
    {
        var letter = _source[_at++];
        switch (letter)
        {
            case '\n': break;
            case '\\' or '\'' or '"': value.Append(letter); break;
            case 'n': value.Append('\n'); break;
            case 't': value.Append('\t'); break;
            case 'r': value.Append('\r'); break;
            case 'b': value.Append('\b'); break;
            case 'f': value.Append('\f'); break;
            case 'v': value.Append('\v'); break;
            case 'a': value.Append('\a'); break;
            case 'x': Code(2, NumberStyles.AllowHexSpecifier); break;
            case 'u': Code(4, NumberStyles.AllowHexSpecifier); break;
            case 'U': Code(8, NumberStyles.AllowHexSpecifier); break;
            case >= '0' and <= '7':
                var octal = letter - '0';
                for (var i = 0; i < 2 && _at < _source.Length && _source[_at] is >= '0' and <= '7'; i++) octal = octal * 8 + _source[_at++] - '0';
                value.Append((char)octal);
                break;
            default: value.Append('\\').Append(letter); break;
        }

        void Code(int digits, NumberStyles style)
        {
            if (_at + digits > _source.Length || !int.TryParse(_source.AsSpan(_at, digits), style, CultureInfo.InvariantCulture, out var code) || code > 0x10ffff)
                throw Error(start, $"The string holds an escape that needs {digits} hexadecimal digits");
            _at += digits;
            if (code is >= 0xd800 and <= 0xdfff) value.Append((char)code);
            else value.Append(char.ConvertFromUtf32(code));
        }
    }

    private void SkipSpace()
    {
        while (_at < _source.Length && char.IsWhiteSpace(_source[_at])) _at++;
    }

    private void AddText(int from, int to, bool strip)
    {
        var text = _source.AsSpan(from, to - from);
        if (strip) text = text.TrimEnd();
        if (text.Length > 0) Add(TokenKind.Text, from, to, text.ToString());
    }

    private void Add(TokenKind kind, int start, int end, string? text = null, object? value = null) =>
        _tokens.Add(new JinjaToken(kind, text ?? _source[start..end], value, LineAt(start), start, end));

    private int LineAt(int position)
    {
        if (position < _counted) return _line - _source.AsSpan(position, _counted - position).Count('\n');
        _line += _source.AsSpan(_counted, position - _counted).Count('\n');
        _counted = position;
        return _line;
    }

    private JinjaException Error(int position, string reason) => new(reason, _file, LineAt(position));
}
