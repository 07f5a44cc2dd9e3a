package dev.waag.fetch;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Computed at the first use, once; where computing fails, the next use tries again. */
final class LazyValue<T> {
    private final Supplier<T> supplier;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable T value;

    LazyValue(Supplier<T> supplier) {
        this.supplier = supplier;
    }

    T get() {
        T known = value;
        if (known != null) {
            return known;
        }
        lock.lock();
        try {
            T again = value;
            T computed = again != null ? again : supplier.get();
            value = computed;
            return computed;
        } finally {
            lock.unlock();
        }
    }
}
