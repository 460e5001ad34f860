package io.collabee.impl.store;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Takes back what Hibernate leaves on classes that live on when the application is undeployed.
 *
 * <p>Hibernate 6.6 keeps what it knows of a class in two {@link ClassValue}s. Those of annotations
 * and of Java's own types are then held by the server's and the JDK's classes, and through their
 * own class they hold the application's class loader for ever, with all its classes (JDK-8136353).
 *
 * <p>It is the one place that knows of these fields. If another Hibernate has others, it does
 * nothing.
 */
final class HibernateCaches {
  private static final Logger LOG = System.getLogger(HibernateCaches.class.getName());

  private static final List<String> OWNERS =
      List.of(
          "org.hibernate.boot.model.internal.BinderHelper",
          "org.hibernate.engine.internal.ManagedTypeHelper");

  private HibernateCaches() {}

  /** Lets go of all that these entities' classes refer to. */
  static void release(Collection<Class<?>> entities) {
    Set<Class<?>> known = new HashSet<>();
    entities.forEach(entity -> add(entity, known));
    for (String owner : OWNERS) {
      try {
        for (Field field : Class.forName(owner).getDeclaredFields()) {
          if (field.getType() == ClassValue.class) {
            field.setAccessible(true);
            ClassValue<?> values = (ClassValue<?>) field.get(null);
            known.forEach(values::remove);
          }
        }
      } catch (ReflectiveOperationException | RuntimeException e) {
        LOG.log(Level.DEBUG, "Hibernate is not as expected: {0}", e.toString());
      }
    }
  }

  private static void add(Class<?> entity, Set<Class<?>> to) {
    for (Class<?> type = entity; type != null; type = type.getSuperclass()) {
      to.add(type);
      addAnnotations(type, to);
      for (Field field : type.getDeclaredFields()) {
        to.add(field.getType());
        addAnnotations(field, to);
      }
      for (Method method : type.getDeclaredMethods()) {
        addAnnotations(method, to);
      }
    }
  }

  private static void addAnnotations(AnnotatedElement element, Set<Class<?>> to) {
    Stream<Annotation> annotations = Arrays.stream(element.getAnnotations());
    annotations.map(Annotation::annotationType).forEach(to::add);
  }
}
