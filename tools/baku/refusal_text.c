#include "refusal_text.h"

#include <string.h>

/* --- documents --- */

static void print_maker(const struct cli *cli, const json_t *missing, const char *words)
{
    out("%s `%s` %s %s", words, text_at(missing, "from_step"), say(cli, "oleh", "by"),
        text_at(missing, "from_title"));
}

/* What has run out is handed over anew where the step has no other way. */
static void print_run_out(const struct cli *cli, const json_t *missing)
{
    out(say(cli, "berlaku sampai %s", "valid until %s"), text_at(missing, "valid_until_text"));
    if (!*text_at(missing, "with") && *text_at(missing, "from_step"))
        print_maker(cli, missing, say(cli, "; diserahkan baru oleh langkah", "; handed over anew by step"));
}

void print_lacking(const struct cli *cli, const json_t *missing, const char *before)
{
    out("%s%s (%s): ", before, text_at(missing, "document"), text_at(missing, "title"));
    if (*text_at(missing, "valid_until_text"))
        print_run_out(cli, missing);
    else if (*text_at(missing, "from_step"))
        print_maker(cli, missing, say(cli, "seharusnya diserahkan langkah", "should have been handed over by step"));
    else if (json_is_true(json_object_get(missing, "given")))
        out("%s", say(cli, "harus dibawa dari luar", "must be brought from outside"));
    else
        out("%s", say(cli, "tidak ada langkah yang membuatnya", "no step makes it"));
    out("\n");
}

/* --- commands --- */

static void print_option(const struct cli *cli, enum option option)
{
    const struct option_row *row = option_row(option);
    const struct values *values = &cli->options[option];
    for (size_t i = row->takes == MANY || values->n == 0 ? 0 : values->n - 1; i < values->n; i++) {
        out(" --%s", row->name);
        if (row->takes != NOTHING)
            out_word(values->at[i]);
    }
}

/* What the command that was refused said already. */
static void print_said(const struct cli *cli)
{
    for (int i = 0; i < OPTION_COUNT; i++)
        if (option_row((enum option)i)->command == COMMAND_case && i != OPTION_case_as)
            print_option(cli, (enum option)i);
}

static void print_who(const struct way *way)
{
    bool known = way->again && option_given(way->cli, OPTION_case_as);
    out(" --as");
    out_word(known ? option_value(way->cli, OPTION_case_as) : say(way->cli, "NAMA", "NAME"));
    out_where(way->cli);
}

/* What has a step that should have made it is not waited for by bringing it, unless it has run out. */
static bool helps(const json_t *missing, const char *verb)
{
    return strcmp(text_at(missing, "with"), verb) == 0 &&
           (!*text_at(missing, "from_step") || *text_at(missing, "valid_until_text"));
}

static void print_way(const struct way *way, const char *verb, const json_t *missing)
{
    bool starts = strcmp(verb, "start") == 0, gives = strcmp(verb, "give") == 0, expires = strcmp(verb, "expire") == 0;
    size_t i;
    const json_t *item;
    out("%s%s baku case %s", way->before, say(way->cli, "Jalankan:", "Run:"), verb);
    if (starts)
        out_word(text_at(way->document, "sop"));
    else
        out(" %lld", number_at(way->document, "case"));
    if (!starts && !gives)
        out_word(way->step);
    if (way->again && strcmp(verb, way->cli->operands[0]) == 0)
        print_said(way->cli);
    else if (way->again) /* when it was is said of what was asked, and of what must come before it */
        print_option(way->cli, OPTION_case_at);
    json_array_foreach (expires ? NULL : missing, i, item)
        if (helps(item, verb)) {
            out(" --given");
            out_word(text_at(item, "document"));
        }
    print_who(way);
    out("\n");
}

void print_ways(const struct way *way, const json_t *missing)
{
    static const char *const verbs[] = {"start", "do", "give", "expire"};
    for (size_t v = 0; v < sizeof verbs / sizeof *verbs; v++) {
        size_t i, n = 0;
        const json_t *item;
        json_array_foreach (missing, i, item)
            n += helps(item, verbs[v]);
        if (n)
            print_way(way, verbs[v], missing);
    }
}

/* --- refusals --- */

/* What to do next, where neither the message nor what follows it says so. Holes: {case} its number, {sop} its SOP. */
static const struct {
    const char *kind, *id, *en;
} ways_out[] = {
    {"answer-needed", "Tambahkan --ya atau --tidak.", "Add --ya or --tidak."},
    {"answer-not-asked", "Ulangi tanpa --ya dan --tidak.", "Try again without --ya and --tidak."},
    {"first", "Siapa melakukan apa: baku case history {case}", "Who did what: baku case history {case}"},
    {"not-in-force",
     "Mulai tanpa --at, atau administrator menerbitkannya berlaku lebih awal: baku publish {sop} --from TANGGAL --as ADMINISTRATOR",
     "Start without --at, or an administrator publishes it as law from an earlier day: baku publish {sop} --from DATE --as ADMINISTRATOR"},
    {"not-open", "Lihat perkaranya: baku case show {case}", "Look at the case: baku case show {case}"},
    {"not-permitted", "Siapa yang bertugas: baku user list", "Who may: baku user list"},
};

static void print_filled(const char *words, const json_t *document)
{
    size_t plain = strcspn(words, "{");
    out("  %.*s", (int)plain, words);
    if (strncmp(words + plain, "{case}", 6) == 0)
        out("%lld", number_at(document, "case"));
    else if (words[plain])
        out("%s", text_at(document, "sop"));
    words += plain + strcspn(words + plain, "}");
    out("%s\n", *words ? words + 1 : "");
}

static void print_way_out(const struct cli *cli, const json_t *document, const char *kind)
{
    for (size_t i = 0; i < sizeof ways_out / sizeof *ways_out; i++)
        if (strcmp(ways_out[i].kind, kind) == 0)
            print_filled(say(cli, ways_out[i].id, ways_out[i].en), document);
}

static void print_choices(const struct cli *cli, const json_t *refusal)
{
    size_t i;
    const json_t *choice;
    json_array_foreach (json_object_get(refusal, "choices"), i, choice)
        out("%s --choose %s", i ? say(cli, " atau", " or") : say(cli, "  Tambahkan", "  Add"),
            json_string_value(choice));
    if (i)
        out("\n");
}

void print_refusal(const struct cli *cli, const json_t *document)
{
    size_t i;
    const json_t *refusal = json_object_get(document, "refusal"), *obstacles = json_object_get(document, "obstacles");
    const json_t *missing = json_object_get(refusal, "missing"), *item;
    out_in(cli, RED, say(cli, "Ditolak: ", "Refused: "));
    out("%s\n", text_at(refusal, "message"));
    json_array_foreach (missing, i, item)
        print_lacking(cli, item, "  - ");
    json_array_foreach (obstacles, i, item)
        out("  - %s\n", text_at(item, "message"));
    if (!obstacles) /* what a case would lack that cannot be moved is not to be had by a deed */
        print_ways(&(struct way){cli, document, text_at(refusal, "step"), "  ", .again = true}, missing);
    print_choices(cli, refusal);
    print_way_out(cli, document, text_at(refusal, "kind"));
    out("%s\n", say(cli, "Tidak ada yang berubah.", "Nothing was changed."));
}
