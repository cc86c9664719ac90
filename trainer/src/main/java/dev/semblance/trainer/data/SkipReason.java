package dev.semblance.trainer.data;

import dev.semblance.core.image.BadImageException;

/** Why a file of a folder is left out. */
public enum SkipReason {
    UNLABELLED("beside the class folders, so without a class"),
    FOLDER("folders within a class folder"),
    EMPTY("empty"),
    TOO_LARGE("larger than an image may be"),
    NOT_AN_IMAGE("no PNG, JPEG, GIF or BMP image"),
    DAMAGED("torn or damaged"),
    UNREADABLE("not readable");

    private final String meaning;

    SkipReason(String meaning) {
        this.meaning = meaning;
    }

    /** What to tell people, after a number of files. */
    public String meaning() {
        return meaning;
    }

    static SkipReason of(BadImageException.Reason reason) {
        return switch (reason) {
            case EMPTY -> EMPTY;
            case TOO_MANY_BYTES, TOO_MANY_PIXELS -> TOO_LARGE;
            case UNKNOWN_FORMAT, BAD_ID, BAD_ATTRIBUTES, BAD_EMBEDDING -> NOT_AN_IMAGE;
            case UNDECODABLE, NOT_EMBEDDABLE -> DAMAGED;
        };
    }
}
