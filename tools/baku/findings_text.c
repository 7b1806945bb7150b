#include "findings_text.h"

#include <stdio.h>
#include <string.h>

#include "out.h"

/* In text; json has all: findings, SOPs that were not checked whole, and of a long way its first and last steps. */
enum { SHOWN = 200, SHOWN_UNCHECKED = 20, FIRST_STEPS = 6, LAST_STEPS = 6 };

static enum colour severity_colour(const char *severity)
{
    return strcmp(severity, "error") == 0 ? RED : strcmp(severity, "warning") == 0 ? YELLOW : BLUE;
}

static size_t point_bytes(const char *text, size_t points)
{
    size_t at = 0;
    while (text[at] && points) {
        at++;
        points -= ((unsigned char)text[at] & 0xC0) != 0x80;
    }
    return at;
}

/* The part of a line that fits: long lines are cut around the place meant. `at` is a finding or a note. */
static void print_excerpt(const struct cli *cli, const json_t *at, enum colour colour)
{
    enum { ROOM = 100, BEFORE = 60 };
    const json_t *excerpt = json_object_get(at, "excerpt");
    const char *text = text_at(excerpt, "text");
    size_t from = (size_t)number_at(excerpt, "from"), count = (size_t)number_at(excerpt, "count");
    bool cut = number_at(excerpt, "cut") > 0;
    size_t width = text_width(text), start = from > BEFORE + 20 ? from - BEFORE : 0;
    char line[ROOM * 4 + 1], number[32];
    if (!excerpt)
        return;
    text += point_bytes(text, start);
    size_t len = point_bytes(text, ROOM);
    memcpy(line, text, len);
    line[len] = '\0';
    for (char *tab = line; (tab = strchr(tab, '\t'));)
        *tab = ' '; /* one column, so that the caret stands under its place */
    snprintf(number, sizeof number, "%5lld", number_at(at, "line"));
    out_in(cli, BLUE, number);
    out_in(cli, BLUE, " | ");
    out("%s%s%s\n", start || cut ? "…" : "", line, width > start + ROOM ? "…" : "");
    out_in(cli, BLUE, "      | ");
    for (size_t i = start; i < from + (start || cut); i++)
        out(" ");
    size_t most = from - start < ROOM ? ROOM - (from - start) : 1;
    for (size_t i = 0; i < count && i < most; i++)
        out_in(cli, colour, "^");
    out("\n");
}

/* `1 ajukan > 2 periksa [Tidak] > 4 susun`, or `[Ya]`; the middle of a long way is left out. */
static void print_way(const struct cli *cli, const json_t *way)
{
    const json_t *step;
    size_t i, n = json_array_size(way), left_out = n > FIRST_STEPS + LAST_STEPS + 1 ? n - FIRST_STEPS - LAST_STEPS : 0;
    if (n == 0)
        return;
    out("      = %s: ", say(cli, "jalur", "path"));
    json_array_foreach (way, i, step) {
        if (left_out && i == FIRST_STEPS)
            out(say(cli, " > … (%zu langkah) …", " > … (%zu steps) …"), left_out);
        if (left_out && i >= FIRST_STEPS && i < FIRST_STEPS + left_out)
            continue;
        out("%s%lld %s", i ? " > " : "", number_at(step, "number"), text_at(step, "step"));
        if (*text_at(step, "left"))
            out(" [%s]", text_at(step, "left"));
    }
    out("\n");
}

static void print_notes(const struct cli *cli, const json_t *notes)
{
    size_t i;
    const json_t *note;
    json_array_foreach (notes, i, note) {
        print_excerpt(cli, note, BLUE);
        out("      = %s: %s\n", say(cli, "catatan", "note"), text_at(note, "message"));
    }
}

static void print_finding(const struct cli *cli, const json_t *finding)
{
    const char *severity = text_at(finding, "severity");
    out("%s:%lld:%lld: ", text_at(finding, "file"), number_at(finding, "line"), number_at(finding, "column"));
    out_in(cli, severity_colour(severity), severity_text(cli, severity));
    out(" %s: ", text_at(finding, "code"));
    out_in(cli, BOLD, text_at(finding, "message"));
    out("\n");
    print_excerpt(cli, finding, severity_colour(severity));
    print_way(cli, json_object_get(finding, "way"));
    print_notes(cli, json_object_get(finding, "notes"));
    out("      = %s: %s\n", say(cli, "bantuan", "help"), text_at(finding, "help"));
    if (json_is_true(json_object_get(finding, "acceptable")) && *text_at(finding, "at"))
        out("      = %s: %s\n", say(cli, "tempat", "place"), text_at(finding, "at"));
    if (json_is_true(json_object_get(finding, "accepted")))
        out("      = %s: %s\n", say(cli, "diterima", "accepted"), text_at(finding, "reason"));
    out("\n");
}

static void print_counts(const struct cli *cli, const json_t *document)
{
    long long errors = number_at(document, "errors"), warnings = number_at(document, "warnings");
    long long notes = number_at(document, "notes"), accepted = number_at(document, "accepted");
    if (cli->lang == BAKU_EN)
        out("%lld file%s read: %lld error%s, %lld warning%s, %lld note%s, %lld accepted. ",
            number_at(document, "files"), number_at(document, "files") == 1 ? "" : "s", errors, errors == 1 ? "" : "s",
            warnings, warnings == 1 ? "" : "s", notes, notes == 1 ? "" : "s", accepted);
    else
        out("%lld berkas dibaca: %lld galat, %lld peringatan, %lld catatan, %lld diterima. ",
            number_at(document, "files"), errors, warnings, notes, accepted);
    out("%s\n", text_at(document, "checked"));
}

/* "B2, B3" */
static void print_joined(const json_t *texts)
{
    size_t i;
    const json_t *text;
    json_array_foreach (texts, i, text)
        out("%s%s", i ? ", " : "", json_string_value(text));
}

static void print_unchecked(const struct cli *cli, const json_t *unchecked)
{
    size_t i, n = json_array_size(unchecked);
    const json_t *item;
    json_array_foreach (unchecked, i, item) {
        if (i == SHOWN_UNCHECKED)
            break;
        out("%s: %s ", text_at(item, "sop"), say(cli, "belum diperiksa", "not checked for"));
        print_joined(json_object_get(item, "checks"));
        out(", %s %s\n", say(cli, "karena", "because"), text_at(item, "reason"));
    }
    if (n > SHOWN_UNCHECKED)
        out(say(cli, "… dan %zu SOP lagi\n",
                n == SHOWN_UNCHECKED + 1 ? "… and %zu more SOP\n" : "… and %zu more SOPs\n"),
            n - SHOWN_UNCHECKED);
}

static void print_ignored(const struct cli *cli, const json_t *ignored)
{
    size_t i;
    const json_t *item;
    json_array_foreach (ignored, i, item) {
        out("%s: ", text_at(item, "path"));
        out_in(cli, YELLOW, text_at(item, "reason"));
        out("\n");
    }
}

void print_findings(const struct cli *cli, const json_t *document)
{
    bool accepted = cli->command == COMMAND_check && option_given(cli, OPTION_check_accepted);
    size_t shown = 0, i;
    const json_t *finding;
    size_t hidden = 0;
    json_array_foreach (json_object_get(document, "findings"), i, finding) {
        if (json_is_true(json_object_get(finding, "accepted")) && !accepted)
            continue;
        if (shown < SHOWN) {
            print_finding(cli, finding);
            shown++;
        } else {
            hidden++;
        }
    }
    if (hidden)
        out(say(cli, "… dan %zu temuan lagi; semuanya dengan --format json\n\n",
                "… and %zu more findings; all with --format json\n\n"),
            hidden);
    print_ignored(cli, json_object_get(document, "ignored"));
    print_unchecked(cli, json_object_get(document, "unchecked"));
    print_counts(cli, document);
}
