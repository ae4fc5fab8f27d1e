using System.Globalization;
using System.Net;
using System.Text;

namespace BeforeAfter.Reports;

/// <summary>The frame of an inline SVG chart: its axes, and a place to draw. Colours come from the page's style sheet, so that light and dark both work.</summary>
internal sealed class Plot
{
    /// <summary>A chart over the whole page, and one of two side by side: a unit is about a pixel in both, so that letters are of one size.</summary>
    public const double FullWidth = 1040;
    public const double HalfWidth = 490;

    public const double Left = 64;
    public const double Bottom = 250;
    private const double Top = 16;
    private const double Margin = 16;
    private const double Height = 300;

    private readonly StringBuilder _body = new();
    private readonly string _title;
    private readonly string _description;
    private readonly double _width;

    public Plot(string title, string description, double width)
    {
        _title = title;
        _description = description;
        _width = width;
    }

    public double Right => _width - Margin;

    public double X(double share) => Left + (share * (Right - Left));

    public static double Y(double share) => Bottom - (share * (Bottom - Top));

    /// <summary>A round step that divides the axis into four to eight parts.</summary>
    public static double Step(double most)
    {
        var rough = Math.Max(most, 1e-9) / 5;
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return (rough / magnitude) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 } * magnitude;
    }

    public void HorizontalGrid(double share, string label)
    {
        Add($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Right}\" y1=\"{Y(share):0.#}\" y2=\"{Y(share):0.#}\"/>");
        Text(Left - 8, Y(share) + 4, label, "end");
    }

    public void VerticalLabel(double x, string label) => Text(x, Bottom + 20, label, "middle");

    public void AxisTitle(string label) => Text((Left + Right) / 2, Bottom + 42, label, "middle");

    public void Text(double x, double y, string text, string anchor, string style = "") =>
        Add($"<text class=\"{style}\" x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\">{WebUtility.HtmlEncode(text)}</text>");

    public void Line(string series, IEnumerable<(double X, double Y)> points) =>
        Add($"<polyline class=\"line {series}\" points=\"{Join(points)}\"/>");

    public void Area(string series, IReadOnlyList<(double X, double Y)> points) =>
        Add($"<polygon class=\"area {series}\" points=\"{Join([(points[0].X, Bottom), .. points, (points[^1].X, Bottom)])}\"/>");

    public void Dot(string series, double x, double y, string hint) =>
        Add($"<circle class=\"dot {series}\" cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"4.5\"><title>{WebUtility.HtmlEncode(hint)}</title></circle>");

    public void Bar(string series, double x, double y, double width, double height, string hint) =>
        Add($"<rect class=\"bar {series}\" x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{width:0.#}\" height=\"{Math.Max(height, 1):0.#}\" rx=\"2\"><title>{WebUtility.HtmlEncode(hint)}</title></rect>");

    public override string ToString() =>
        $"""
        <svg viewBox="0 0 {_width} {Height}" role="img" aria-label="{WebUtility.HtmlEncode($"{_title}. {_description}")}">
        {_body}</svg>
        """;

    private void Add(FormattableString element) => _body.AppendLine(element.ToString(CultureInfo.InvariantCulture));

    private static string Join(IEnumerable<(double X, double Y)> points) =>
        string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.#},{point.Y:0.#}")));
}
