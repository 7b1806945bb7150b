#include <stdio.h>
#include <string.h>

#include "baku_sop.h"
#include "cli.h"
#include "findings_text.h"
#include "out.h"

/* A text of several lines, each behind the same blanks. */
static void print_lines(const char *text)
{
    while (*text) {
        size_t len = strcspn(text, "\n");
        out("     %.*s\n", (int)len, text);
        text += len + (text[len] == '\n');
    }
}

/* The strings of an array with commas between them. */
static void print_list(const json_t *array)
{
    size_t i;
    const json_t *item;
    json_array_foreach (array, i, item)
        out("%s%s", i ? ", " : "", json_string_value(item));
}

static void print_named_list(const char *name, const json_t *array)
{
    if (json_array_size(array) == 0)
        return;
    out("     ");
    out_padded(name, 14);
    print_list(array);
    out("\n");
}

static void print_identity_list(const char *name, const json_t *array)
{
    size_t i;
    const json_t *item;
    if (json_array_size(array) == 0)
        return;
    out("\n%s\n", name);
    json_array_foreach (array, i, item)
        out("  %zu. %s\n", i + 1, json_string_value(item));
}

/* The LEMBAR KERJA, whose headings are the form's own in every language. */
static void print_worksheet(const json_t *worksheet)
{
    print_identity_list("Lembar kerja: langkah awal", json_object_get(worksheet, "langkah_awal"));
    print_identity_list("Lembar kerja: langkah utama", json_object_get(worksheet, "langkah_utama"));
    print_identity_list("Lembar kerja: langkah akhir", json_object_get(worksheet, "langkah_akhir"));
}

/* The sheet's columns in printed order; who acts without one stands behind them. */
static void print_columns(const struct cli *cli, const json_t *actors)
{
    size_t i;
    const json_t *actor;
    out("\n%s:", say(cli, "Pelaksana", "Actors"));
    json_array_foreach (actors, i, actor)
        out("%s %s%s", i ? " |" : "", text_at(actor, "title"),
            json_is_true(json_object_get(actor, "column")) ? "" : say(cli, " (tanpa kolom)", " (no column)"));
    out("\n");
}

static void print_identity(const struct cli *cli, const json_t *identity)
{
    const json_t *approved = json_object_get(identity, "approved_by");
    const struct {
        const char *key, *id, *en;
    } fields[] = {{"number", "Nomor SOP", "Number"},
                  {"created", "Tanggal Pembuatan", "Created"},
                  {"revised", "Tanggal Revisi", "Revised"},
                  {"effective", "Tanggal Efektif", "Effective"}};
    const struct {
        const char *key, *id, *en;
    } lists[] = {
        {"legal_basis", "Dasar Hukum", "Legal basis"}, {"qualifications", "Kualifikasi Pelaksana", "Qualifications"},
        {"related", "Keterkaitan", "Related"},         {"equipment", "Peralatan/Perlengkapan", "Equipment"},
        {"warnings", "Peringatan", "Warnings"},        {"records", "Pencatatan dan Pendataan", "Records"}};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (*text_at(identity, fields[i].key))
            out("%s: %s\n", say(cli, fields[i].id, fields[i].en), text_at(identity, fields[i].key));
    if (*text_at(approved, "name"))
        out("%s: %s%s%s%s%s\n", say(cli, "Disahkan oleh", "Approved by"), text_at(approved, "position"),
            *text_at(approved, "position") ? ", " : "", text_at(approved, "name"),
            *text_at(approved, "nip") ? ", NIP " : "", text_at(approved, "nip"));
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        print_identity_list(say(cli, lists[i].id, lists[i].en), json_object_get(identity, lists[i].key));
    print_worksheet(json_object_get(identity, "worksheet"));
}

static void print_head(const struct cli *cli, const json_t *sop)
{
    const json_t *identity = json_object_get(sop, "identity");
    out_in(cli, BOLD, text_at(sop, "title"));
    out("\n%s", text_at(sop, "sop"));
    if (*text_at(sop, "region_name"))
        out(" · %s", text_at(sop, "region_name"));
    if (number_at(sop, "revision"))
        out(" · %s %lld", say(cli, "revisi", "revision"), number_at(sop, "revision"));
    if (json_is_true(json_object_get(identity, "draft")))
        out(" · %s", say(cli, "DRAF", "DRAFT"));
    out("\n");
    if (*text_at(sop, "agency"))
        out("%s\n", text_at(sop, "agency"));
    print_identity(cli, identity);
}

static void print_goes(const struct cli *cli, const json_t *step)
{
    const char *tidak = text_at(step, "tidak");
    if (*tidak) {
        out("     %s  Ya → %s   Tidak → %s\n", text_at(step, "question"), text_at(step, "ya"), tidak);
        print_named_list(say(cli, "dengan Tidak:", "with Tidak:"), json_object_get(step, "tidak_outputs"));
    }
    if (json_array_size(json_object_get(step, "call")))
        print_named_list(say(cli, "memanggil:", "calls:"), json_object_get(step, "call"));
    if (*text_at(step, "unless"))
        out("     %s %s\n", say(cli, "dilewati bila ada:", "skipped where in hand:"), text_at(step, "unless"));
    if (*text_at(step, "expired"))
        out("     %s %s\n", say(cli, "bila kedaluwarsa →", "when run out →"), text_at(step, "expired"));
}

static void print_step(const struct cli *cli, const json_t *sop, const json_t *step, size_t number)
{
    const json_t *steps = json_object_get(sop, "steps"), *after = json_array_get(steps, number);
    char duration[100], label[32];
    size_t i;
    const json_t *line;
    const char *next = text_at(step, "next"), *listed = after ? text_at(after, "step") : "end";
    snprintf(label, sizeof label, "%2zu.  ", number);
    out("%s%s", label, *text_at(step, "inside") ? "‖ " : "");
    out_in(cli, BOLD, text_at(step, "step"));
    if (*text_at(step, "actor"))
        out(" · %s", text_at(step, "actor_title"));
    duration_text(cli, json_object_get(step, "duration"), duration, sizeof duration);
    const char *written = text_at(step, "duration_text");
    out("%s%s", *written ? " · " : "", written);
    if (*duration && !strstr(written, "menit") && !strstr(written, "kalender"))
        out(" (%s)", duration);
    out("\n");
    json_array_foreach (json_object_get(step, "activity"), i, line)
        print_lines(json_string_value(line));
    print_named_list(say(cli, "masukan:", "inputs:"), json_object_get(step, "inputs"));
    print_named_list(say(cli, "keluaran:", "outputs:"), json_object_get(step, "outputs"));
    print_goes(cli, step);
    if (*next && strcmp(next, listed) != 0)
        out("     → %s\n", next);
    if (*text_at(step, "note"))
        out("     %s\n", say(cli, "keterangan:", "note:"));
    print_lines(text_at(step, "note"));
    print_named_list(say(cli, "disimpulkan:", "inferred:"), json_object_get(step, "inferred"));
}

static void print_documents(const struct cli *cli, const json_t *documents)
{
    size_t i;
    const json_t *document;
    char valid[100];
    if (json_array_size(documents))
        out("\n%s\n", say(cli, "Dokumen", "Documents"));
    json_array_foreach (documents, i, document) {
        const char *given = text_at(document, "given"), *type = text_at(document, "type");
        out("  ");
        out_padded(text_at(document, "document"), 28);
        out(" %s", text_at(document, "title"));
        if (strcmp(given, "true") == 0)
            out(" [%s]", say(cli, "dibawa", "given"));
        if (strcmp(given, "optional") == 0)
            out(" [%s]", say(cli, "boleh dibawa", "may be given"));
        if (json_is_true(json_object_get(document, "result")))
            out(" [%s]", say(cli, "hasil", "result"));
        if (json_is_true(json_object_get(document, "secret")))
            out(" [%s]", say(cli, "rahasia", "secret"));
        if (strcmp(type, "tick") != 0)
            out(" [%s]", type);
        if (*duration_text(cli, json_object_get(document, "valid_for"), valid, sizeof valid))
            out(" [%s %s]", say(cli, "berlaku", "valid for"), valid);
        out("\n");
    }
}

static void print_accepted(const struct cli *cli, const json_t *accepted)
{
    size_t i;
    const json_t *waiver;
    if (json_array_size(accepted))
        out("\n%s\n", say(cli, "Temuan yang diterima", "Accepted findings"));
    json_array_foreach (accepted, i, waiver)
        out("  %s %s: %s\n", text_at(waiver, "finding"), text_at(waiver, "at"), text_at(waiver, "reason"));
}

static void print_sop(const struct cli *cli, const json_t *sop)
{
    size_t i;
    const json_t *step, *claims = json_object_get(sop, "claims");
    if (json_object_get(sop, "findings")) {
        print_findings(cli, sop);
        return;
    }
    print_head(cli, sop);
    print_columns(cli, json_object_get(sop, "actors"));
    out("\n%s\n", say(cli, "Langkah", "Steps"));
    json_array_foreach (json_object_get(sop, "steps"), i, step)
        print_step(cli, sop, step, i + 1);
    print_documents(cli, json_object_get(sop, "documents"));
    print_accepted(cli, json_object_get(sop, "accepted"));
    if (json_is_object(claims))
        out("\n%s: %s%s%s\n", say(cli, "Total waktu menurut lembarnya", "Total time as the sheet states it"),
            text_at(claims, "total_text"), *text_at(claims, "hours") ? ", " : "", text_at(claims, "hours"));
}

int cmd_show(const struct cli *cli)
{
    struct baku *baku;
    struct baku_answer answer = {0};
    if (cli->n_operands != 1)
        return usage_error(cli, say(cli, "sebutkan satu SOP, dan hanya satu", "name one SOP, and only one"),
                           say(cli, "Contoh: baku show kaltim/pencabutan", "Example: baku show kaltim/pencabutan"));
    enum baku_status status = cli_open(cli, &baku);
    if (status == BAKU_YES)
        status = baku_show(baku, cli->operands[0], &answer);
    int code = out_answer(cli, status, &answer, print_sop);
    baku_close(baku);
    return code;
}
