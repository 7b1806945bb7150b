#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "baku_run.h"
#include "cli.h"
#include "findings_text.h"
#include "out.h"

/* --- the trace --- */

static void indent(long long depth)
{
    for (; depth > 0; depth--)
        out("    ");
}

static void print_titles(const char *before, const json_t *documents)
{
    size_t i;
    const json_t *document;
    if (json_array_size(documents) == 0)
        return;
    out("%s", before);
    json_array_foreach (documents, i, document)
        out("%s%s", i ? "; " : "", text_at(document, "title"));
    out("\n");
}

static void print_titles_of(const struct cli *cli, const json_t *move, const char *key, const char *id, const char *en)
{
    const json_t *documents = json_object_get(move, key);
    if (json_array_size(documents) == 0)
        return;
    indent(number_at(move, "depth"));
    out("      %s ", say(cli, id, en));
    print_titles("", documents);
}

static void print_waived(const struct cli *cli, const json_t *move)
{
    size_t i;
    const json_t *document;
    json_array_foreach (json_object_get(move, "waived"), i, document) {
        indent(number_at(move, "depth"));
        out("      %s %s (%s: %s)\n", say(cli, "tidak diminta:", "not demanded:"), text_at(document, "title"),
            text_at(document, "finding"), text_at(document, "reason"));
    }
}

/* The last part of a path: what stands before it is shown by the indentation. */
static const char *step_name(const json_t *move)
{
    const char *path = text_at(move, "step"), *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void print_answer(const struct cli *cli, const json_t *move)
{
    const char *answer = text_at(move, "answer"), *went = text_at(move, "went");
    if (!*answer)
        return;
    indent(number_at(move, "depth"));
    out("      %s ", *text_at(move, "question") ? text_at(move, "question") : say(cli, "Jawaban:", "Answer:"));
    if (strcmp(answer, "tidak") == 0) {
        out_in(cli, YELLOW, "Tidak");
        out(" → %s\n", strcmp(went, "end") == 0 ? say(cli, "selesai", "end") : went);
    } else {
        out_in(cli, GREEN, "Ya");
        out("\n");
    }
}

static void print_completed(const struct cli *cli, const json_t *move, size_t number)
{
    char elapsed[100], label[32], name[120];
    long long depth = number_at(move, "depth"), visit = number_at(move, "visit");
    size_t width = 26 > depth * 4 ? 26 - (size_t)depth * 4 : 1;
    duration_text(cli, json_object_get(move, "elapsed"), elapsed, sizeof elapsed);
    snprintf(label, sizeof label, "%4zu  ", number);
    snprintf(name, sizeof name, visit > 1 ? "%s%.80s (%lld×)" : "%s%.80s",
             json_is_true(json_object_get(move, "inside")) ? "‖ " : "", step_name(move), visit);
    indent(depth);
    out("%s", label);
    out_in(cli, BOLD, name);
    out_padded("", width > text_width(name) ? width - text_width(name) : 0);
    out(" ");
    out_padded(text_at(move, "actor_title"), 24);
    out(" ");
    out_padded(*text_at(move, "duration_text") ? text_at(move, "duration_text") : say(cli, "tanpa waktu", "no time"),
               16);
    out(" %s %s\n", say(cli, "total", "total"), elapsed);
    print_answer(cli, move);
    print_titles_of(cli, move, "handed", "menyerahkan:", "hands over:");
    print_waived(cli, move);
}

static void print_passage(const struct cli *cli, const json_t *move)
{
    const char *kind = text_at(move, "kind");
    bool enters = strcmp(kind, "entered") == 0;
    indent(number_at(move, "depth"));
    if (enters)
        out("   ↘  %s: %s %s (%s)\n", step_name(move), say(cli, "masuk SOP", "enters the SOP"), text_at(move, "callee"),
            text_at(move, "callee_title"));
    else
        out("   ↙  %s: %s\n", step_name(move), say(cli, "SOP itu selesai", "that SOP has ended"));
    print_waived(cli, move);
    print_titles_of(cli, move, "brought", "dibawa dari luar:", "brought from outside:");
    print_titles_of(cli, move, "handed", "menyerahkan:", "hands over:");
}

static void print_move(const struct cli *cli, const json_t *move, size_t *number)
{
    const char *kind = text_at(move, "kind");
    if (strcmp(kind, "completed") == 0) {
        print_completed(cli, move, ++*number);
    } else if (strcmp(kind, "skipped") == 0) {
        indent(number_at(move, "depth"));
        out("   ·  %s: %s\n", step_name(move),
            say(cli, "dilewati, dokumennya sudah ada", "skipped, its document is in hand"));
    } else if (strcmp(kind, "expired") == 0) {
        indent(number_at(move, "depth"));
        out("   ↺  %s: %s → %s\n", step_name(move), say(cli, "masa berlaku masukannya habis", "its input has run out"),
            text_at(move, "went"));
        print_titles_of(cli, move, "out", "tidak berlaku lagi:", "no longer valid:");
    } else {
        print_passage(cli, move);
    }
}

/* --- refusals --- */

static void print_missing(const struct cli *cli, const json_t *refused)
{
    size_t i;
    const json_t *missing;
    json_array_foreach (json_object_get(refused, "missing"), i, missing) {
        out("      - %s (%s): ", text_at(missing, "document"), text_at(missing, "title"));
        if (*text_at(missing, "from_step"))
            out("%s `%s` %s %s\n", say(cli, "seharusnya diserahkan langkah", "should have been handed over by step"),
                text_at(missing, "from_step"), say(cli, "oleh", "by"), text_at(missing, "from_title"));
        else if (json_is_true(json_object_get(missing, "given")))
            out("%s\n", say(cli, "harus dibawa ketika dimulai", "must be brought at the start"));
        else
            out("%s\n", say(cli, "tidak ada langkah yang membuatnya", "no step makes it"));
    }
}

/* The row's sentence, its holes filled; the documents follow as a list. */
static void print_refused(const struct cli *cli, const json_t *refused)
{
    const char *template = text_at(refused, "template");
    bool at_start = json_is_true(json_object_get(refused, "at_start"));
    if (at_start)
        template = say(cli, "dokumen yang diperlukan langkah `{step}` tidak dibawa",
                       "a document that step `{step}` needs was not brought");
    out_in(cli, RED, at_start ? say(cli, "Tidak dimulai: ", "Not begun: ") : say(cli, "Ditolak: ", "Refused: "));
    while (*template) {
        size_t plain = strcspn(template, "{");
        out("%.*s", (int)plain, template);
        template += plain;
        if (strncmp(template, "{step}", 6) == 0)
            out("%s", text_at(refused, "step"));
        template += *template ? strcspn(template, "}") + 1 : 0;
    }
    if (*text_at(refused, "actor"))
        out(" (%s: %s)", say(cli, "pelaksana", "actor"), text_at(refused, "actor_title"));
    out("\n");
    print_missing(cli, refused);
}

static void print_end(const struct cli *cli, const json_t *document, size_t steps)
{
    char elapsed[100], wall[100];
    size_t i;
    const json_t *title;
    duration_text(cli, json_object_get(document, "elapsed"), elapsed, sizeof elapsed);
    duration_text(cli, json_object_get(document, "wall"), wall, sizeof wall);
    bool ended = json_is_true(json_object_get(document, "ended"));
    out_in(cli, ended ? GREEN : RED, ended ? say(cli, "Selesai", "Ended") : say(cli, "Belum selesai", "Not ended"));
    if (json_is_true(json_object_get(document, "cut")))
        out("%s", say(cli, " (dihentikan: terlalu banyak langkah)", " (stopped: too many steps)"));
    out(": %s %s, %zu %s", elapsed, say(cli, "waktu kerja", "of working time"), steps,
        say(cli, "langkah", steps == 1 ? "step" : "steps"));
    if (number_at(document, "unknown"))
        out(", %lld %s", number_at(document, "unknown"),
            say(cli, "di antaranya tanpa waktu", "of them without a time"));
    if (*wall)
        out("; %s %s", say(cli, "ditambah waktu kalender", "besides, calendar time"), wall);
    if (ended && json_array_size(json_object_get(document, "results")) == 0)
        out("%s", say(cli, "; tanpa hasil", "; without a result"));
    json_array_foreach (json_object_get(document, "results"), i, title)
        out("%s%s", i ? ", " : say(cli, "; hasil: ", "; result: "), json_string_value(title));
    out("\n");
}

static void print_unused(const struct cli *cli, const json_t *unused)
{
    size_t i;
    const json_t *step;
    json_array_foreach (unused, i, step)
        out(say(cli, "Tidak terpakai: yang dikatakan untuk langkah `%s` lebih banyak dari yang ditanyakan.\n",
                "Not used: more was told for step `%s` than was asked.\n"),
            json_string_value(step));
}

static void print_run(const struct cli *cli, const json_t *document)
{
    size_t i, number = 0;
    const json_t *item;
    if (json_object_get(document, "findings")) {
        print_findings(cli, document);
        out("%s\n",
            say(cli, "Tidak dijalankan: perbaiki dahulu galat di atas.", "Not run: first mend the errors above."));
        return;
    }
    out_in(cli, BOLD, text_at(document, "title"));
    out("\n%s", text_at(document, "sop"));
    if (*text_at(document, "region_name"))
        out(" · %s", text_at(document, "region_name"));
    out("\n%s\n\n", say(cli, "Simulasi: setiap dokumen hanya pengganti, tidak ada yang dibuktikan.",
                        "Simulation: every document is a stand-in, nothing is proved."));
    if (json_array_size(json_object_get(document, "brought")))
        out("      %s ", say(cli, "dibawa dari luar:", "brought from outside:"));
    print_titles("", json_object_get(document, "brought"));
    json_array_foreach (json_object_get(document, "steps"), i, item)
        print_move(cli, item, &number);
    size_t moves = (size_t)number_at(document, "moves");
    if (moves > i)
        out(say(cli, "   …  %zu kejadian lagi; semua langkahnya dengan --format json\n",
                "   …  %zu more events; all steps with --format json\n"),
            moves - i);
    if (number)
        out("\n");
    print_unused(cli, json_object_get(document, "unused"));
    json_array_foreach (json_object_get(document, "refused"), i, item)
        print_refused(cli, item);
    print_end(cli, document, (size_t)number_at(document, "completed"));
}

static void print_speed(const struct cli *cli, const json_t *document)
{
    const json_t *stopped = json_object_get(document, "stopped_at");
    if (json_object_get(document, "findings")) {
        print_run(cli, document);
        return;
    }
    if (stopped) {
        const char *step = json_string_value(stopped);
        out(say(cli, "Berhenti sesudah %lld perkara: %s%s\nLihat sebabnya: baku run %s\n",
                "Stopped after %lld cases: %s%s\nSee why: baku run %s\n"),
            number_at(document, "cases"), step ? say(cli, "ditolak pada langkah ", "refused at step ") : "",
            step ? step : say(cli, "perkaranya tidak pernah selesai", "the case never ends"), cli->operands[0]);
        return;
    }
    out(say(cli, "%lld perkara, %lld langkah: %.0f perkara/detik, %.0f langkah/detik\n",
            "%lld cases, %lld steps: %.0f cases/s, %.0f steps/s\n"),
        number_at(document, "cases"), number_at(document, "steps"),
        json_number_value(json_object_get(document, "cases_per_s")),
        json_number_value(json_object_get(document, "steps_per_s")));
}

/* --- options --- */

/* The parts of `STEP=a,b`, cut in a copy that `memory` keeps. */
struct memory {
    char *copies[2];
    struct baku_told *told[2];
    const char **values[2];
};

static size_t count_byte(const char *text, char byte)
{
    size_t n = 0;
    for (; *text; text++)
        n += *text == byte;
    return n;
}

/* Reads all values of one option; false when one has no `=`, which `*bad` then names. */
static bool read_told(const struct values *values, struct memory *memory, int nth, const char **bad)
{
    size_t bytes = 1, parts = 0, at = 0;
    for (size_t i = 0; i < values->n; i++) {
        bytes += strlen(values->at[i]) + 1;
        parts += count_byte(values->at[i], ',') + 1;
    }
    char *copy = memory->copies[nth] = malloc(bytes);
    const char **value = memory->values[nth] = calloc(parts + 1, sizeof *value);
    struct baku_told *told = memory->told[nth] = calloc(values->n + 1, sizeof *told);
    *bad = NULL;
    if (!copy || !value || !told)
        return false;
    for (size_t i = 0; i < values->n; i++) {
        strcpy(copy, values->at[i]);
        char *equals = strchr(copy, '=');
        if (!equals || equals == copy || !equals[1]) {
            *bad = values->at[i];
            return false;
        }
        *equals = '\0';
        told[i] = (struct baku_told){.step = copy, .values = value + at};
        copy = equals + 1;
        for (char *comma = copy; comma; copy = comma + 1) {
            value[at++] = copy;
            told[i].n++;
            if (!(comma = strchr(copy, ',')))
                break;
            *comma = '\0';
        }
        copy += strlen(copy) + 1;
    }
    return true;
}

static int bad_told(const struct cli *cli, const char *bad, const char *example)
{
    char message[300];
    if (!bad) {
        struct baku_answer none = {0};
        return out_answer(cli, BAKU_FAILED, &none, NULL);
    }
    snprintf(message, sizeof message, say(cli, "`%.200s` tidak berbentuk LANGKAH=NILAI", "`%.200s` is not STEP=VALUE"),
             bad);
    return usage_error(cli, message, example);
}

static int run_cases(const struct cli *cli, struct baku *baku, const char *number)
{
    struct baku_answer answer = {0};
    char *end;
    static const enum option others[] = {OPTION_run_answer, OPTION_run_choose,  OPTION_run_expire,
                                         OPTION_run_with,   OPTION_run_without, OPTION_run_scenario};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (option_given(cli, others[i]))
            return usage_error(
                cli,
                say(cli, "--cases tidak memakai opsi lain dari run", "--cases goes without the other options of run"),
                say(cli, "Contoh: baku run kaltim/penerbitan-lock --cases 100000",
                    "Example: baku run kaltim/penerbitan-lock --cases 100000"));
    errno = 0;
    unsigned long long cases = strtoull(number, &end, 10);
    if (*end || errno || *number < '0' || *number > '9' || cases == 0 || cases > 1000000000)
        return usage_error(cli,
                           say(cli, "--cases memerlukan bilangan dari 1 sampai 1000000000",
                               "--cases takes a number from 1 to 1000000000"),
                           say(cli, "Contoh: baku run kaltim/penerbitan-lock --cases 100000",
                               "Example: baku run kaltim/penerbitan-lock --cases 100000"));
    enum baku_status status = baku_run_cases(baku, cli->operands[0], cases, &answer);
    return out_answer(cli, status, &answer, print_speed);
}

static int run_one(const struct cli *cli, struct baku *baku, struct memory *memory)
{
    const struct values *answers = &cli->options[OPTION_run_answer], *choices = &cli->options[OPTION_run_choose];
    const char *bad;
    if (!read_told(answers, memory, 0, &bad))
        return bad_told(cli, bad,
                        say(cli, "Contoh: baku run kaltim/pencabutan --answer verifikasi=tidak,ya",
                            "Example: baku run kaltim/pencabutan --answer verifikasi=tidak,ya"));
    if (!read_told(choices, memory, 1, &bad))
        return bad_told(cli, bad,
                        say(cli, "Contoh: baku run kaltim/hilang --choose terbitkan=penerbitan-esign",
                            "Example: baku run kaltim/hilang --choose terbitkan=penerbitan-esign"));
    struct baku_answer answer = {0};
    struct baku_run_options options = {
        .answers = memory->told[0],
        .n_answers = answers->n,
        .choices = memory->told[1],
        .n_choices = choices->n,
        .expire = cli->options[OPTION_run_expire].at,
        .n_expire = cli->options[OPTION_run_expire].n,
        .without = cli->options[OPTION_run_without].at,
        .n_without = cli->options[OPTION_run_without].n,
        .with = cli->options[OPTION_run_with].at,
        .n_with = cli->options[OPTION_run_with].n,
        .scenario = option_value(cli, OPTION_run_scenario),
    };
    enum baku_status status = baku_run(baku, cli->operands[0], &options, &answer);
    return out_answer(cli, status, &answer, print_run);
}

int cmd_run(const struct cli *cli)
{
    const char *cases = option_value(cli, OPTION_run_cases);
    struct memory memory = {0};
    struct baku *baku;
    if (cli->n_operands != 1)
        return usage_error(
            cli, say(cli, "sebutkan satu SOP, dan hanya satu", "name one SOP, and only one"),
            say(cli, "Contoh: baku run kaltim/penerbitan-lock", "Example: baku run kaltim/penerbitan-lock"));
    enum baku_status status = cli_open(cli, &baku);
    struct baku_answer none = {0};
    int code = status != BAKU_YES ? out_answer(cli, status, &none, NULL)
               : cases            ? run_cases(cli, baku, cases)
                                  : run_one(cli, baku, &memory);
    for (int i = 0; i < 2; i++) {
        free(memory.copies[i]);
        free(memory.told[i]);
        free(memory.values[i]);
    }
    baku_close(baku);
    return code;
}
