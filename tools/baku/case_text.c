#include "case_text.h"

#include <stdio.h>
#include <string.h>

#include "refusal_text.h"

/* --- words --- */

static const struct {
    const char *name, *id, *en;
} words[] = {
    {"cancelled", "dibatalkan", "cancelled"},
    {"completed", "selesai", "completed"},
    {"ended", "selesai", "ended"},
    {"entered", "masuk ke SOP", "entered the SOP"},
    {"erased", "isi dokumen dihapus", "content of a document erased"},
    {"expired", "masa berlaku masukannya habis", "its input has run out"},
    {"handed", "dokumen menyusul", "documents handed over late"},
    {"left", "SOP yang dipanggil selesai", "the called SOP has ended"},
    {"moved", "dipindahkan ke revisi", "moved to revision"},
    {"open", "berjalan", "open"},
    {"skipped", "dilewati", "skipped"},
    {"started", "dimulai", "started"},
};

const char *case_word(const struct cli *cli, const char *name)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].name, name) == 0)
            return say(cli, words[i].id, words[i].en);
    return name;
}

const char *case_time(const char *time, char to[CASE_TIME])
{
    snprintf(to, CASE_TIME, "%.10s %.5s", time, strlen(time) > 16 ? time + 11 : "");
    return to;
}

/* --- what is due --- */

/* A text of several lines, each behind the same blanks. */
static void print_lines(const char *before, const char *text)
{
    while (*text) {
        size_t len = strcspn(text, "\n");
        out("%s%.*s\n", before, (int)len, text);
        text += len + (text[len] != '\0');
    }
}

static void print_due(const struct cli *cli, const json_t *document)
{
    size_t i, k;
    const json_t *due, *missing;
    json_array_foreach (json_object_get(document, "due"), i, due) {
        bool late = json_is_true(json_object_get(due, "late")), timed = *text_at(due, "until");
        out("  %s ", say(cli, "menunggu:", "due:"));
        out_in(cli, BOLD, text_at(due, "step"));
        out("  %s (%s)  ", text_at(due, "actor"), text_at(due, "region"));
        if (late)
            out_in(cli, RED, say(cli, "TERLAMBAT, seharusnya ", "LATE, should have been done "));
        else if (timed)
            out("%s", say(cli, "paling lambat ", "by "));
        out("%s\n", text_at(due, "until_text"));
        json_array_foreach (json_object_get(due, "activity"), k, missing)
            print_lines("      ", json_string_value(missing));
        if (*text_at(due, "question"))
            out("      %s (--ya / --tidak)\n", text_at(due, "question"));
        json_array_foreach (json_object_get(due, "missing"), k, missing)
            print_lacking(cli, missing, say(cli, "      belum ada ", "      not there yet "));
        json_array_foreach (json_object_get(due, "run_out"), k, missing)
            print_lacking(cli, missing, say(cli, "      masa berlakunya habis: ", "      run out: "));
        struct way way = {cli, document, text_at(due, "step"), "      ", .again = false};
        print_ways(&way, json_object_get(due, "missing"));
        print_ways(&way, json_object_get(due, "run_out"));
    }
}

/* --- what was done --- */

static void print_event(const struct cli *cli, const json_t *event)
{
    const char *step = text_at(event, "step"), *answer = text_at(event, "answer"), *kind = text_at(event, "kind");
    size_t i;
    const json_t *key;
    out("  ");
    if (*step)
        out("%s: ", step);
    bool texts = strcmp(kind, "erased") == 0 && json_array_size(json_object_get(event, "documents")) == 0;
    bool starts = strcmp(kind, "started") == 0, revised = json_is_integer(json_object_get(event, "revision"));
    out_in(cli, GREEN,
           texts ? say(cli, "judul, catatan atau alasan dihapus", "a title, note or reason erased")
                 : case_word(cli, kind));
    if (*answer)
        out(", %s", strcmp(answer, "ya") == 0 ? "Ya" : "Tidak");
    if (*text_at(event, "called"))
        out(" %s", text_at(event, "called"));
    if (revised && !starts)
        out(" %lld", number_at(event, "revision"));
    else if (revised)
        out(say(cli, ", menurut revisi %lld", ", by revision %lld"), number_at(event, "revision"));
    json_array_foreach (strcmp(kind, "handed") == 0 ? json_object_get(event, "documents") : NULL, i, key)
        out("%s%s", i ? ", " : ": ", json_string_value(key));
    out("\n");
}

/* False where it was not refused. */
static bool print_refused(const struct cli *cli, const json_t *document)
{
    const json_t *refusal = json_object_get(document, "refusal");
    if (!json_is_object(refusal))
        return false;
    print_refusal(cli, document);
    if (json_is_integer(json_object_get(document, "case")))
        print_due(cli, document);
    return true;
}

static void print_done(const struct cli *cli, const json_t *document)
{
    size_t i;
    const json_t *event;
    char number[32];
    snprintf(number, sizeof number, "%lld", number_at(document, "case"));
    out("%s ", say(cli, "Perkara", "Case"));
    out_in(cli, BOLD, number);
    out(" · %s · %s\n", text_at(document, "sop"), case_word(cli, text_at(document, "state")));
    json_array_foreach (json_object_get(document, "events"), i, event)
        print_event(cli, event);
    if (json_is_true(json_object_get(document, "clock_behind"))) {
        out_in(cli, YELLOW, say(cli, "  perhatikan: ", "  note: "));
        out("%s\n",
            say(cli,
                "jam komputer ini lebih awal daripada kejadian terakhir, jadi ini dicatat dengan waktu kejadian itu; "
                "setel jamnya dan beri tahu administrator (baku doctor)",
                "this computer's clock is before the last event, so this is recorded with that event's time; "
                "set the clock and tell the administrator (baku doctor)"));
    }
}

void print_outcome(const struct cli *cli, const json_t *document)
{
    if (print_refused(cli, document))
        return;
    print_done(cli, document);
    print_due(cli, document);
}

/* Does a step that is due lack what only another step makes? */
static bool awaits_a_step(const json_t *document)
{
    size_t i, k;
    const json_t *due, *missing;
    json_array_foreach (json_object_get(document, "due"), i, due)
        json_array_foreach (json_object_get(due, "missing"), k, missing)
            if (*text_at(missing, "from_step"))
                return true;
    return false;
}

static void print_to_bring(const struct cli *cli, const json_t *document)
{
    size_t i;
    const json_t *item;
    json_array_foreach (json_object_get(document, "to_bring"), i, item)
        out(say(cli, "  kelak mungkin diminta: %s (%s): baku case give %lld --given %s --as NAMA\n",
                "  may be asked for later: %s (%s): baku case give %lld --given %s --as NAME\n"),
            text_at(item, "document"), text_at(item, "title"), number_at(document, "case"), text_at(item, "document"));
}

void print_moved(const struct cli *cli, const json_t *document)
{
    if (print_refused(cli, document))
        return;
    print_done(cli, document);
    if (json_is_true(json_object_get(document, "dry_run")))
        out(say(cli, "  dapat dipindahkan dari revisi %lld ke revisi %lld; sesudah itu:\n",
                "  can be moved from revision %lld to revision %lld; after that:\n"),
            number_at(document, "from"), number_at(document, "to"));
    print_due(cli, document);
    print_to_bring(cli, document);
    if (awaits_a_step(document))
        out(say(cli,
                "Awas: yang belum ada itu dibuat langkah yang mungkin sudah lewat. Bila tidak akan datang lagi,\n"
                "perkara ini berhenti di situ; kembalikan ke revisi %lld: baku case move %lld --to %lld\n",
                "Beware: what is not there is made by a step that may lie behind the case. If it comes no more,\n"
                "the case stops there; move it back to revision %lld: baku case move %lld --to %lld\n"),
            number_at(document, "from"), number_at(document, "case"), number_at(document, "from"));
    if (json_is_true(json_object_get(document, "dry_run")))
        out("%s\n", say(cli, "Tidak ada yang berubah. Untuk memindahkannya ulangi tanpa --dry-run.",
                        "Nothing was changed. To move it, do the same without --dry-run."));
}

void print_erased(const struct cli *cli, const json_t *document)
{
    if (print_refused(cli, document))
        return;
    if (json_is_null(json_object_get(document, "document")))
        out(say(cli, "Perkara %lld: judul, catatan dan alasan dihapus (%lld). Sidik jarinya tetap tercatat.\n",
                "Case %lld: the title, notes and reasons were erased (%lld). Their digests stay in the log.\n"),
            number_at(document, "case"), number_at(document, "erased"));
    else
        out(say(cli, "Perkara %lld: isi dokumen %s dihapus, %lld versi. Sidik jarinya tetap tercatat.\n",
                "Case %lld: the content of document %s was erased, versions: %lld. Its digest stays in the log.\n"),
            number_at(document, "case"), text_at(document, "document"), number_at(document, "erased"));
    out("%s\n", say(cli, "Salinan cadangan (baku backup) yang dibuat sebelumnya masih memuatnya.",
                    "Backups (baku backup) that were made before still have them."));
}

void print_got(const struct cli *cli, const json_t *document)
{
    out(say(cli, "%s (%s): %lld byte ditulis ke %s\n", "%s (%s): %lld bytes were written to %s\n"),
        text_at(document, "document"), text_at(document, "title"), number_at(document, "size"),
        option_value(cli, OPTION_case_to));
}

void print_content(const struct cli *cli, const json_t *document)
{
    if (json_is_true(json_object_get(document, "erased")))
        out("%s\n", say(cli, "Isi itu sudah dihapus: baku case history menyebut oleh siapa dan mengapa.",
                        "That content was erased: baku case history says by whom and why."));
    else if (json_is_string(json_object_get(document, "text")))
        out("%s\n", text_at(document, "text"));
    else
        out(say(cli, "%s (%s): %lld byte, bukan teks; simpan ke berkas dengan --to BERKAS\n",
                "%s (%s): %lld bytes, no text; write them to a file with --to FILE\n"),
            text_at(document, "document"), text_at(document, "title"), number_at(document, "size"));
}

/* A line of the file, where there is something to say of it; what to do about it unless that was said last. */
static void print_line(const struct cli *cli, const json_t *item, const char **help)
{
    const char *message = text_at(item, "message"), *next = text_at(item, "help");
    bool known = json_is_true(json_object_get(item, "known"));
    if (!*message && !known)
        return;
    out("%s %lld: ", say(cli, "baris", "line"), number_at(item, "line"));
    out_flat(message);
    if (known)
        out(say(cli, "kunci `%s` sudah menjadi perkara %lld, tidak dimulai lagi",
                "the key `%s` is case %lld already, not started again"),
            text_at(item, "key"), number_at(item, "case"));
    out("\n");
    if (*next && strcmp(next, *help) != 0) {
        out("  %s\n", next);
        *help = next;
    }
}

void print_import(const struct cli *cli, const json_t *document)
{
    size_t i;
    const json_t *item;
    const char *help = "";
    json_array_foreach (json_object_get(document, "items"), i, item)
        print_line(cli, item, &help);
    out(say(cli, "%lld perkara dimulai, %lld sudah ada, %lld baris ditolak\n",
            "%lld cases started, %lld were there already, %lld lines refused\n"),
        number_at(document, "started"), number_at(document, "known"), number_at(document, "bad"));
    if (number_at(document, "untold"))
        out(say(cli, "%lld baris lain yang ditolak tidak disebut; perbaiki yang di atas lebih dulu\n",
                "%lld more refused lines are not told; mend those above first\n"),
            number_at(document, "untold"));
}

/* --- one case --- */

static void print_document(const struct cli *cli, const json_t *item)
{
    char time[CASE_TIME];
    out("  ");
    out_padded(text_at(item, "document"), 28);
    out(" %s %lld  %s", say(cli, "versi", "version"), number_at(item, "version"), case_time(text_at(item, "at"), time));
    out("  %s", text_at(item, "by"));
    out("%s%s", *text_at(item, "step") ? ", " : "", text_at(item, "step"));
    if (json_is_true(json_object_get(item, "erased")))
        out("  %s", say(cli, "isi dihapus", "content erased"));
    else if (json_is_integer(json_object_get(item, "size")))
        out("  %s %lld byte", say(cli, "isi", "content"), number_at(item, "size"));
    if (json_is_true(json_object_get(item, "run_out")))
        out(say(cli, ", masa berlakunya habis %s", ", ran out %s"), case_time(text_at(item, "valid_until"), time));
    else if (*text_at(item, "valid_until"))
        out(say(cli, ", berlaku sampai %s", ", valid until %s"), case_time(text_at(item, "valid_until"), time));
    out("\n");
}

/* Of the times before it, where it is known. */
static void print_zone(const json_t *document)
{
    out("%s%s", *text_at(document, "zone") ? " " : "", text_at(document, "zone"));
}

/* Minutes up to two hours, then hours. */
static void print_working(const struct cli *cli, const json_t *seconds)
{
    double minutes = json_number_value(seconds) / 60;
    if (json_is_number(seconds) && minutes <= 120)
        out(say(cli, ", %.0f menit jam kerja", ", %.0f minutes of working hours"), minutes);
    else if (json_is_number(seconds))
        out(say(cli, ", %.0f jam kerja", ", %.0f working hours"), minutes / 60);
}

static void print_moves(const struct cli *cli, const json_t *document)
{
    char time[CASE_TIME];
    size_t i;
    const json_t *move;
    json_array_foreach (json_object_get(document, "moves"), i, move) {
        out(say(cli, "dipindahkan ke revisi %lld %s oleh %s", "moved to revision %lld %s by %s"),
            number_at(move, "revision"), case_time(text_at(move, "occurred"), time), text_at(move, "by"));
        out("%s%s\n", *text_at(move, "reason") ? ": " : "", text_at(move, "reason"));
    }
}

static void print_head(const struct cli *cli, const json_t *document)
{
    char number[32];
    snprintf(number, sizeof number, "%s %lld", say(cli, "Perkara", "Case"), number_at(document, "case"));
    out_in(cli, BOLD, number);
    if (*text_at(document, "key"))
        out(" (%s)", text_at(document, "key"));
    out(" · %s", case_word(cli, text_at(document, "state")));
    if (*text_at(document, "title"))
        out(" · %s", text_at(document, "title"));
    out("\n%s: %s, %s %lld\n", text_at(document, "sop"), text_at(document, "sop_title"), say(cli, "revisi", "revision"),
        number_at(document, "revision"));
}

/* From when to when, by the region's clock; of a cancelled case by whom and why. */
static void print_course(const struct cli *cli, const json_t *document)
{
    char time[CASE_TIME];
    bool cancelled = strcmp(text_at(document, "state"), "cancelled") == 0;
    out("%s %s", say(cli, "dimulai", "started"), case_time(text_at(document, "started"), time));
    if (*text_at(document, "ended"))
        out(", %s %s", cancelled ? say(cli, "dibatalkan", "cancelled") : say(cli, "selesai", "ended"),
            case_time(text_at(document, "ended"), time));
    print_zone(document);
    if (cancelled)
        out(" %s %s", say(cli, "oleh", "by"), text_at(document, "cancelled_by"));
    print_working(cli, json_object_get(document, "working_s"));
    out("\n");
    if (*text_at(document, "reason"))
        out("  %s %s\n", say(cli, "alasan:", "reason:"), text_at(document, "reason"));
}

void print_case(const struct cli *cli, const json_t *document)
{
    size_t i;
    const json_t *item;
    print_head(cli, document);
    print_course(cli, document);
    print_moves(cli, document);
    print_due(cli, document);
    if (json_array_size(json_object_get(document, "documents")))
        out("%s\n", say(cli, "Dokumen:", "Documents:"));
    json_array_foreach (json_object_get(document, "documents"), i, item)
        print_document(cli, item);
}

/* A text that people wrote: its further lines stand behind a bar, so that none looks like a line of the record. */
static void print_said(const char *label, const char *text)
{
    if (!*text)
        return;
    size_t first = strcspn(text, "\n");
    out("      %s %.*s\n", label, (int)first, text);
    print_lines("      | ", text + first + (text[first] != '\0'));
}

void print_history(const struct cli *cli, const json_t *document)
{
    size_t i, k;
    const json_t *event, *key;
    char time[CASE_TIME];
    json_array_foreach (json_object_get(document, "events"), i, event) {
        bool later = strcmp(text_at(event, "at"), text_at(event, "occurred")) != 0;
        out("%s", case_time(text_at(event, "occurred"), time));
        print_zone(document);
        out("  %-12s", text_at(event, "by"));
        print_event(cli, event);
        if (later)
            out("      %s %s %s\n", say(cli, "dicatat", "recorded"), case_time(text_at(event, "at"), time),
                text_at(document, "zone"));
        print_said(say(cli, "catatan:", "note:"), text_at(event, "note"));
        print_said(say(cli, "alasan:", "reason:"), text_at(event, "reason"));
        json_array_foreach (json_object_get(event, "documents"), k, key)
            out("%s%s", k ? ", " : say(cli, "      dokumen: ", "      documents: "), json_string_value(key));
        if (k)
            out("\n");
    }
}
