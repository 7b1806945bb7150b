#include "findings_text.h"

#include <stdio.h>
#include <string.h>

#include "out.h"

enum { SHOWN = 200 }; /* findings in text; json has all */

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

/* The part of a line that fits: long lines are cut around the place meant. */
static void print_excerpt(const struct cli *cli, const json_t *finding)
{
    enum { ROOM = 100, BEFORE = 60 };
    const json_t *excerpt = json_object_get(finding, "excerpt");
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
    snprintf(number, sizeof number, "%5lld", number_at(finding, "line"));
    out_in(cli, BLUE, number);
    out_in(cli, BLUE, " | ");
    out("%s%s%s\n", start || cut ? "…" : "", line, width > start + ROOM ? "…" : "");
    out_in(cli, BLUE, "      | ");
    for (size_t i = start; i < from + (start || cut); i++)
        out(" ");
    size_t most = from - start < ROOM ? ROOM - (from - start) : 1;
    for (size_t i = 0; i < count && i < most; i++)
        out_in(cli, severity_colour(text_at(finding, "severity")), "^");
    out("\n");
}

static void print_finding(const struct cli *cli, const json_t *finding)
{
    const char *severity = text_at(finding, "severity");
    out("%s:%lld:%lld: ", text_at(finding, "file"), number_at(finding, "line"), number_at(finding, "column"));
    out_in(cli, severity_colour(severity), severity_text(cli, severity));
    out(" %s: ", text_at(finding, "code"));
    out_in(cli, BOLD, text_at(finding, "message"));
    out("\n");
    print_excerpt(cli, finding);
    out("      = %s: %s\n", say(cli, "bantuan", "help"), text_at(finding, "help"));
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
    out("%s\n",
        say(cli, "Diperiksa: bentuk (B0), nama (B1), susunan (B204); belum: alur, serah terima, waktu, dokumen.",
            "Checked: form (B0), names (B1), constructs (B204); not yet: flow, hand-offs, time, documents."));
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
    print_counts(cli, document);
}
